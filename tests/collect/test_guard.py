"""Nothing private is ever connected to, whatever a name, a redirect or a link in a feed says."""

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
from contextlib import suppress

import pytest

from analysis.collect import client, collecting, guard
from analysis.collect.plan import Wanted
from tests.collect.server import HERE, RSS_DATE, article, feed
from tests.collect.test_collecting import pages_of

PRIVATE = (
    "127.0.0.1 127.8.8.8 0.0.0.0 10.0.0.1 172.16.3.4 192.168.1.1 169.254.169.254 100.64.0.1 100.127.255.254 "
    "192.0.2.7 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::7f00:1 "
    "fe80::1 fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: 2001::1 "
    "2001:db8::1 garbage"
).split()


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address):
    with pytest.raises(guard.RefusedError, match="not a public address"):
        guard.Guard(lambda host, port: [address]).check("http://a.test/")


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::6810:84e5", "2a00:1450:4001:81b::200e"])
def test_a_public_address_is_let_through(address):
    assert guard.Guard(lambda host, port: [address]).check("https://a.test/x?y=1").places == (address,)


def test_one_private_address_among_public_ones_refuses_the_name():
    with pytest.raises(guard.RefusedError, match=r"10\.0\.0\.8"):
        guard.Guard(lambda host, port: ["93.184.216.34", "10.0.0.8"]).check("http://a.test/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.test/", "file:///etc/passwd", "gopher://a.test/", "http:///x", "http://user:secret@a.test/",
        "javascript:x", "http://a.test:99999/", "http://[broken/", "http://a b.test/", "data:text/html,x", "",
        "http://a.test/\r\nHost: b",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(url):
    with pytest.raises(guard.RefusedError):
        guard.Guard(lambda host, port: ["93.184.216.34"]).check(url)


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "[::1]"])
def test_other_ways_to_write_this_machine_are_refused_by_the_systems_own_resolver(host):
    with pytest.raises(guard.RefusedError):
        guard.Guard().check(f"http://{host}/")


def test_the_connection_goes_to_the_address_that_was_checked_though_the_name_changes_its_answer(server):
    server.set("a.test", "/", "here")
    answers = iter([[HERE], ["10.0.0.1"]])
    asked = client.Client(guard=guard.Guard(lambda host, port: next(answers), frozenset({HERE})))
    assert asked.get(server.url("a.test")).body == b"here"
    assert server.headers[-1]["host"] == f"a.test:{server.port}"
    assert asked.get(server.url("a.test")).outcome == "not asked"
    assert len(server.asked) == 1


def test_redirects_and_links_to_private_addresses_are_never_followed(server, tmp_path, monkeypatch):
    connected = []
    real = socket.socket.connect
    monkeypatch.setattr(
        socket.socket, "connect", lambda self, place: (connected.append(place[0]), real(self, place))[1]
    )
    names = {"inner.test": "192.168.0.1", "cloud.test": "169.254.169.254"}
    access = server.access()
    access = collecting.Access(
        access.clock, guard.Guard(lambda host, port: [names.get(host, HERE)], frozenset({HERE})), access.limits
    )
    entries = [(server.url("a.test", f"/{n}"), f"Talks {n}", RSS_DATE) for n in range(3)]
    entries += [(server.url("inner.test", "/9"), "Inner", RSS_DATE), ("http://10.1.1.1/x", "Ten", RSS_DATE)]
    server.set("a.test", "/rss", feed(*entries))
    server.set("a.test", "/0", "", 302, Location=server.url("inner.test", "/secret"))
    server.set("a.test", "/1", "", 301, Location="http://cloud.test/latest/meta-data")
    server.set("a.test", "/2", "", 307, Location="file:///etc/passwd")
    collecting.collect(Wanted(feeds=(server.url("a.test", "/rss"),)), tmp_path, access)
    assert {line["outcome"] for line in pages_of(tmp_path)} <= {"not asked", "failed"}
    assert len(pages_of(tmp_path)) == 5
    assert set(connected) == {HERE}


def test_a_body_that_unpacks_without_end_is_cut_off(server):
    server.set("a.test", "/", gzip.compress(b"0" * 30_000_000), Content_Encoding="gzip")
    answer = client.Client(guard=server.access().guard, limits=client.Limits(1_000_000)).get(server.url("a.test"))
    assert answer.outcome == "too large" and not answer.body


def drip(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    with suppress(OSError):  # whoever asks hangs up
        for _ in range(200):
            handler.wfile.write(b"a")
            handler.wfile.flush()
            stop.wait(0.02)


def drip_headers(handler):
    with suppress(OSError):  # whoever asks hangs up
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for n in range(200):
            handler.wfile.write(f"X-{n}: a\r\n".encode())
            handler.wfile.flush()
            stop.wait(0.02)


stop = threading.Event()


@pytest.mark.parametrize("slowly", [drip, drip_headers])
def test_an_answer_that_never_ends_is_cut_off_in_time(server, slowly):
    server.set("a.test", "/", slowly)
    answer = client.Client(guard=server.access().guard, limits=client.Limits(seconds=0.3)).get(server.url("a.test"))
    assert answer.outcome == "too slow"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-keyout",
        key,
    ]
    made += ["-out", certificate, "-subj", "/CN=a.test", "-addext", "subjectAltName=DNS:a.test", "-days", "2"]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    names = []
    context.sni_callback = lambda sock, name, context: names.append(name)
    with socket.create_server((HERE, 0)) as listening:

        def serve():
            for _ in range(2):
                plain, _ = listening.accept()
                try:
                    with context.wrap_socket(plain, server_side=True) as secured:
                        secured.recv(1000)
                        secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
                except OSError:
                    plain.close()

        serving = threading.Thread(target=serve, daemon=True)
        serving.start()
        port = listening.getsockname()[1]
        asked = client.Client(guard=guard.Guard(lambda host, port: [HERE], frozenset({HERE})))
        answer = asked.get(f"https://a.test:{port}/")
        assert answer.outcome == "failed" and "CERTIFICATE_VERIFY_FAILED" in answer.error.upper().replace(" ", "_")
        trusting = ssl.create_default_context(cafile=certificate)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(client, "_certificates", lambda: trusting)
            assert asked.get(f"https://a.test:{port}/").body == b"ok"
        serving.join()
    assert names == ["a.test", "a.test"]


def test_an_article_is_asked_with_its_own_letters(server, tmp_path):
    server.set("a.test", "/caf%C3%A9%20talks", article("Talks"))
    answer = client.Client(guard=server.access().guard).get(server.url("a.test", "/café talks"))
    assert answer.status == 200
