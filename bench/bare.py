"""The least that uvicorn can do: an app that looks a finished answer up by path and sends it."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

_ANSWERS = json.loads(Path(os.environ["BENCH_ANSWERS"]).read_text())
_MESSAGES = {
    path: (
        {
            "type": "http.response.start",
            "status": answer["status"],
            "headers": [(name.encode(), value.encode()) for name, value in answer["headers"]],
        },
        {"type": "http.response.body", "body": bytes.fromhex(answer["body"])},
    )
    for path, answer in _ANSWERS.items()
}
_NOTHING = ({"type": "http.response.start", "status": 404, "headers": []}, {"type": "http.response.body", "body": b""})


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Send what the path names."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    start, body = _MESSAGES.get(scope["path"], _NOTHING)
    await send(start)
    await send(body)


def serve(port: int, workers: int) -> None:
    """Serve with the flags of `madang serve`."""
    config = uvicorn.Config(
        "bench.bare:app",
        host="127.0.0.1",
        port=port,
        workers=workers,
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=1000,
        timeout_keep_alive=30,
        timeout_worker_healthcheck=60,
    )
    listening = config.bind_socket()
    if workers > 1:
        Multiprocess(config, sockets=[listening]).run()
    else:
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]))
