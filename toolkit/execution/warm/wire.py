"""Messages on a socket: a length in four bytes, then JSON. Binary buffers travel as base64."""

from __future__ import annotations

import base64
import json
import socket
import struct
from collections.abc import Mapping
from typing import Any

from jupyter_client.jsonutil import json_default

_LENGTH = struct.Struct("!I")
LARGEST = 1 << 30
"""Bytes that one message may have; four bytes could announce more than a computer has memory for."""


def pack(message: Mapping[str, Any]) -> bytes:
    """A message as bytes. Raises ValueError when it is larger than `LARGEST`."""
    buffers = [base64.b64encode(bytes(buffer)).decode("ascii") for buffer in message.get("buffers") or ()]
    body = json.dumps({**message, "buffers": buffers}, default=json_default).encode("utf-8", "surrogatepass")
    if len(body) > LARGEST:
        raise ValueError(f"a message of {len(body)} bytes is too large")
    return _LENGTH.pack(len(body)) + body


def unpack(body: bytes) -> dict[str, Any]:
    """The message in the bytes after its length."""
    message: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    message["buffers"] = [base64.b64decode(buffer) for buffer in message.get("buffers") or ()]
    return message


def receive(sock: socket.socket) -> dict[str, Any] | None:
    """The next message of a blocking socket, or None when the other side has closed it."""
    head = _exactly(sock, _LENGTH.size)
    if head is None:
        return None
    body = _exactly(sock, _LENGTH.unpack(head)[0])
    return None if body is None else unpack(body)


def _exactly(sock: socket.socket, count: int) -> bytes | None:
    parts: list[bytes] = []
    while count:
        try:
            part = sock.recv(min(count, 1 << 20))
        except ConnectionError:
            return None
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


class Inbox:
    """Bytes as they arrive, given out as whole messages."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> list[dict[str, Any]]:
        """The messages that are complete with these further bytes."""
        self._bytes += data
        found: list[dict[str, Any]] = []
        while len(self._bytes) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(self._bytes)[0]
            if len(self._bytes) < end:
                break
            found.append(unpack(bytes(self._bytes[_LENGTH.size : end])))
            del self._bytes[:end]
        return found
