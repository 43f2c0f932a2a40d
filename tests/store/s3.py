"""A server on this machine that speaks as much of the S3 protocol as a store needs, and can be disturbed."""

import hashlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET, KEY, SECRET = "corpora", "AKIAOFTHISTEST", "secret-of-this-test"
ADDRESS = f"s3://{BUCKET}/news"
LOSE_THE_ANSWER = -1
"""What happens before an answer where the connection breaks after the work is done."""

ANSWERS = {403: "AccessDenied", 404: "NoSuchKey", 412: "PreconditionFailed", 503: "SlowDown"}


class Bucket:
    """Objects by key, what was asked for, and what happens before an answer."""

    def __init__(self):
        self.objects: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []
        self.before = lambda method, key: None
        self._lock = threading.Lock()
        bucket = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                try:
                    status, headers, content = bucket.answer(self.command, self.path, self.headers, body)
                except ConnectionAbortedError:
                    self.close_connection = True
                    return
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def do_GET(self):
                self.handle_one()

            def do_PUT(self):
                self.handle_one()

            def do_POST(self):
                self.handle_one()

            def do_DELETE(self):
                self.handle_one()

            def log_message(self, *args):
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self):
        self._http.shutdown()
        self._http.server_close()

    def names(self, folder):
        """Name what lies in a folder of the store."""
        return {key.rpartition("/")[2] for key in self.objects if key.startswith(f"news/{folder}/")}

    def fetched(self, folder):
        """Name what was read of a folder of the store, in order."""
        return [key.rpartition("/")[2] for method, key in self.asked if method == "GET" and f"news/{folder}/" in key]

    def answer(self, method, target, headers, body):
        address = urlsplit(target)
        bucket, _, key = unquote(address.path).lstrip("/").partition("/")
        asked = parse_qs(address.query, keep_blank_values=True)
        self.asked.append((method, key))
        if KEY not in headers.get("Authorization", ""):
            return error(403)
        if bucket != BUCKET:
            return 404, {}, b"<Error><Code>NoSuchBucket</Code></Error>"
        status = self.before(method, key)
        with self._lock:
            if status and status != LOSE_THE_ANSWER:
                return error(status)
            if method == "GET" and not key:
                return 200, {}, self._list(asked).encode()
            if method == "POST" and "delete" in asked:
                keys = re.findall(r"<Key>(.*?)</Key>", body.decode())
                for gone in keys:
                    self.objects.pop(gone, None)
                rows = "".join(f"<Deleted><Key>{gone}</Key></Deleted>" for gone in keys)
                return 200, {}, f"<DeleteResult>{rows}</DeleteResult>".encode()
            answer = self._object(method, key, headers, body)
        if status:
            raise ConnectionAbortedError
        return answer

    def _object(self, method, key, headers, body):
        held = self.objects.get(key)
        if method == "PUT":
            if headers.get("If-None-Match") == "*" and held is not None:
                return error(412)
            if "If-Match" in headers and held is None:
                return error(404)
            if "If-Match" in headers and headers["If-Match"] != tag(held):
                return error(412)
            self.objects[key] = body
            return 200, {"ETag": tag(body)}, b""
        if held is None:
            return error(404)
        if method == "DELETE":
            del self.objects[key]
            return 204, {}, b""
        return 200, {"ETag": tag(held), "Last-Modified": "Mon, 01 Jul 2019 12:00:00 GMT"}, held

    def _list(self, asked):
        prefix, delimiter = asked.get("prefix", [""])[0], asked.get("delimiter", [""])[0]
        rows, folders = [], set()
        for key, content in sorted(self.objects.items()):
            rest = key.removeprefix(prefix)
            if not key.startswith(prefix):
                continue
            if delimiter and delimiter in rest:
                folders.add(prefix + rest.split(delimiter)[0] + delimiter)
                continue
            rows.append(
                f"<Contents><Key>{escape(key)}</Key><LastModified>2019-07-01T12:00:00.000Z</LastModified>"
                f"<ETag>{escape(tag(content))}</ETag><Size>{len(content)}</Size></Contents>"
            )
        rows += [f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>" for folder in sorted(folders)]
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{''.join(rows)}</ListBucketResult>"


def tag(content):
    return f'"{hashlib.md5(content).hexdigest()}"'


def error(status):
    return status, {}, f"<Error><Code>{ANSWERS[status]}</Code><Message>{SECRET}</Message></Error>".encode()
