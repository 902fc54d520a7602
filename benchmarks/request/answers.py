"""`python -m benchmarks.request.answers`: a server that answers at once, and always the same.

A simulator would be what is waited for: this server reads no form, and has its answer ready.  A
request is as long as its ``Content-Length`` says; the last one's head is told at ``/last``.
"""

from __future__ import annotations

import json
import selectors
import socket

ACCOUNT_SID = "AC" + 32 * "0"
_HEAD_END = b"\r\n\r\n"
_READ_ATONCE = 65536


def _assignment() -> dict[str, str]:
    """Give an assignment with the fields and lengths of Twilio's."""
    product, number, own = ("BU" + 32 * "1", "PN" + 32 * "2", "RA" + 32 * "3")
    return {
        "sid": own,
        "trust_product_sid": product,
        "account_sid": ACCOUNT_SID,
        "channel_endpoint_type": "phone-number",
        "channel_endpoint_sid": number,
        "date_created": "2026-01-01T00:00:00Z",
        "url": f"https://trusthub.twilio.com/v1/TrustProducts/{product}"
        f"/ChannelEndpointAssignments/{own}",
    }


def _answer(body: bytes, status: str = "201 Created") -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\n"
        "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
        "Content-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"Twilio-Request-Id: RQ{32 * '4'}\r\n"
        "\r\n"
    )
    return head.encode() + body


class _Server:
    """All connections on one thread."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._created = _answer(json.dumps(_assignment()).encode())
        self._last = b""

    def run(self) -> None:
        """Answer until the process is ended."""
        listening = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._selector.register(listening, selectors.EVENT_READ, None)
        print(listening.getsockname()[1], flush=True)
        while True:
            for key, _ in self._selector.select():
                if key.data is None:
                    connection, _ = listening.accept()
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self._selector.register(connection, selectors.EVENT_READ, bytearray())
                elif isinstance(key.fileobj, socket.socket):
                    self._read(key.fileobj, key.data)

    def _read(self, connection: socket.socket, received: bytearray) -> None:
        arrived = connection.recv(_READ_ATONCE)
        if not arrived:
            self._selector.unregister(connection)
            connection.close()
            return
        received += arrived
        head, end, body = received.partition(_HEAD_END)
        if not end or len(body) < _length(head):
            return
        if head.startswith(b"GET /last "):
            connection.sendall(_answer(json.dumps(self._last.decode()).encode(), "200 OK"))
        else:
            self._last = bytes(received)
            connection.sendall(self._created)
        received.clear()


def _length(head: bytearray) -> int:
    lowered = head.lower()
    at = lowered.find(b"\r\ncontent-length:")
    return int(lowered[at + 17 :].split(b"\r\n", 1)[0]) if at >= 0 else 0


if __name__ == "__main__":
    _Server().run()
