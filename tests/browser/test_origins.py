"""Who may talk to the page: itself, by the names of this machine. Asked by hand, as a hostile page would."""

import base64
import os
import socket
from urllib.parse import urlsplit

import pytest


def answer_to(address, path, **headers):
    """Send a request with headers that a browser would not let a page forge, and give the status of the answer."""
    parts = urlsplit(address)
    told = {
        "Host": parts.netloc,
        "Connection": "close",
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    request = f"GET {path} HTTP/1.1\r\n" + "".join(f"{name}: {text}\r\n" for name, text in told.items()) + "\r\n"
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as line:
        line.sendall(request.encode())
        return int(line.recv(200).split()[1])


def handshake(address, **headers):
    key = base64.b64encode(os.urandom(16)).decode()
    opening = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13", "Sec_WebSocket_Key": key}
    return answer_to(address, "/_stcore/stream", **(opening | headers))


def test_the_page_answers_under_its_own_name(address):
    assert answer_to(address, "/_stcore/health") == 200
    assert handshake(address, Origin=address.rstrip("/")) == 101


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "0x7f.1.evil"])
def test_a_forged_host_gets_no_socket(address, host):
    """A site whose name was pointed at this machine (DNS rebinding) sends its own name."""
    assert handshake(address, Host=host, Origin=f"http://{host}") in (400, 403, 404)


@pytest.mark.parametrize("origin", ["http://evil.example", "https://localhost.evil.example", "null", "file://"])
def test_a_page_of_another_site_gets_no_socket(address, origin):
    assert handshake(address, Origin=origin) in (400, 403, 404)
