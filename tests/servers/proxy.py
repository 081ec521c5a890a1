"""A proxy in front of a server that can lose an answer or cut connections."""

import socket
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Self

HOST = "127.0.0.1"


class Proxy:
    """Passes bytes between clients and the server at ``port``, until told otherwise."""

    def __init__(self, port: int) -> None:
        self._server_port = port
        self._listener = socket.create_server((HOST, 0))
        self.port = int(self._listener.getsockname()[1])
        self._losing = Event()
        self._refusing = Event()
        self.lost = 0
        self._sockets: list[socket.socket] = []
        Thread(target=self._accept, daemon=True).start()

    def lose_next_answer(self) -> None:
        """Drop the server's next answer and close both connections."""
        self._losing.set()

    def refuse(self) -> None:
        """Close all connections, and every new one."""
        self._refusing.set()
        for open_socket in self._sockets:
            _hang_up(open_socket)

    def accept(self) -> None:
        """Let clients through again."""
        self._refusing.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None
    ) -> None:
        for open_socket in (self._listener, *self._sockets):
            _hang_up(open_socket)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self._refusing.is_set():
                    _hang_up(client)
                    continue
                server = socket.create_connection((HOST, self._server_port))
                self._sockets += [client, server]
                Thread(target=self._pass, args=(client, server), daemon=True).start()
                Thread(target=self._pass_back, args=(server, client), daemon=True).start()

    def _pass(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(65_536):
                server.sendall(data)
        _hang_up(server)

    def _pass_back(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(65_536):
                if self._losing.is_set():
                    self._losing.clear()
                    self.lost += 1
                    break
                client.sendall(data)
        _hang_up(client)
        _hang_up(server)


def _hang_up(open_socket: socket.socket) -> None:
    with suppress(OSError):
        open_socket.shutdown(socket.SHUT_RDWR)
    open_socket.close()
