"""The fastest server of the kind in Python: one answer for all, after a fixed latency; for measuring clients.

`python tests/provider/fast.py LATENCY_MS` prints its port. GET /stats gives {"n": requests}.
"""

import asyncio
import json
import sys

ENTRY = {
    "row": 1, "action": "replace", "resolves": ["V02"], "level1": None, "level2": None,
    "name": "资助家庭经济困难学生人数", "definition": "本年实际领到资助的学生人数，同一人只计一次",
    "target": "≥ 【待填】 人",
    "basis": "计划标准：资助系统名册", "origin": "ask", "evidence": [], "formula": None,
    "question": "本年计划资助多少名学生？", "reason": "人数不能用百分比",
}  # fmt: skip
REPLY = {"project": "K", "sound": [], "proposals": [{**ENTRY, "row": row} for row in range(1, 6)]}
TEXT = json.dumps(REPLY, ensure_ascii=False, separators=(",", ":"))
BODY = json.dumps(
    {
        "id": "chatcmpl-x",
        "object": "chat.completion",
        "created": 1700000000,
        "model": "fast",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": TEXT},
                "finish_reason": "stop",
                "logprobs": None,
            }
        ],
        "usage": {"prompt_tokens": 700, "completion_tokens": 400, "total_tokens": 1100},
    },
    ensure_ascii=False,
).encode()


def response(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body) + body


class Connection(asyncio.Protocol):
    count = 0
    latency = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        buffer = self.buffer + data if self.buffer else data
        while (end := buffer.find(b"\r\n\r\n")) >= 0:
            head = buffer[:end].lower()
            at = head.find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(buffer) < end + 4 + length:
                break
            buffer = buffer[end + 4 + length :]
            if head.startswith(b"post"):
                Connection.count += 1
                asyncio.get_running_loop().call_later(Connection.latency, self.answer, response(BODY))
            else:
                self.answer(response(json.dumps({"n": Connection.count}).encode()))
        self.buffer = buffer

    def answer(self, data: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(data)  # type: ignore[attr-defined]


async def serve(latency: float) -> None:
    Connection.latency = latency
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]) / 1000))
