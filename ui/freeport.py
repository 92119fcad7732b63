"""A port to listen on."""

from __future__ import annotations

import socket

PORTS_TRIED = 50


def free_port(host: str, wanted: int, tried: int = PORTS_TRIED) -> int:
    """`wanted` if it is free, else the next free one; 0 lets the system choose.

    Raises OSError when none of `tried` ports is free.
    """
    for port in range(wanted, wanted + tried) if wanted else [0]:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError(f"no free port from {wanted} to {wanted + tried - 1}: set MIAOTI_PORT")
