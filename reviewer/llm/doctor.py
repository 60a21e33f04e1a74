"""Probes an endpoint in a handful of calls: modes, thinking, usage, context; and writes the profile to keep."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from reviewer.domain.exchange import Message
from reviewer.language import _
from reviewer.llm.call import Caller
from reviewer.llm.endpoint import Endpoint
from reviewer.llm.failure import CallError
from reviewer.llm.ladder import Shape, context_named, request_body, stepped
from reviewer.llm.profile import MODES, Mode
from reviewer.llm.reply import read_answer

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"colour": {"type": "string", "enum": ["red"]}},
    "required": ["colour"],
    "additionalProperties": False,
}
"""Allows one word; the question asks for another, so that the reply tells whether the schema binds."""
QUESTION = (Message(role="user", content='Reply with a JSON object only: {"colour": "blue"}'),)
SWITCHES: tuple[dict[str, Any], ...] = (
    {"thinking": {"type": "disabled"}},
    {"enable_thinking": False},
    {"chat_template_kwargs": {"enable_thinking": False}},
    {"reasoning_effort": "none"},
)
"""Ways to switch thinking off, tried where the profile's own does not."""
OUTPUT = 512
"""Output tokens of a probe; enough for a model that thinks first."""
FAR_TOO_MANY = 100_000_000
_REASONING = ("reasoning_content", "reasoning", "thinking")


class Probe(NamedTuple):
    """One thing that was tried: its name, whether it works (None: cannot be told), and what was seen."""

    name: str
    works: bool | None
    seen: str


class Diagnosis(NamedTuple):
    """What an endpoint does, and the profile that says so."""

    probes: tuple[Probe, ...]
    shape: Shape | None
    """To remember; None where no mode was answered."""
    profile: str
    """As TOML for reviewer.toml."""


async def examine(call: Caller) -> Diagnosis:
    """Probe the endpoint. Raises CallError where it cannot be reached or refuses the key."""
    return await _Examination(call).run()


class _Examination:
    def __init__(self, call: Caller) -> None:
        self.call = call
        self.to: Endpoint = call.endpoint
        self.shape = Shape.of(self.to.profile, {})
        self.works: list[Mode] = []
        self.probes: list[Probe] = []
        self.replies: list[Mapping[str, Any]] = []
        self.off: dict[str, Any] | None = None
        self.always = False
        self.context: int | None = None

    async def run(self) -> Diagnosis:
        for mode in MODES:
            await self._mode(mode)
        if self.replies:
            await self._thinking()
            self._usage()
            await self._context()
        first = self.works[0] if self.works else None
        shape = self.shape._replace(mode=first, context=self.context) if first else None
        return Diagnosis(tuple(self.probes), shape, self._profile())

    def _body(self, mode: Mode, extra: Mapping[str, Any] | None = None) -> dict[str, Any]:
        body = request_body(self.to, self.shape._replace(mode=mode), SCHEMA, QUESTION, stream=False)
        if extra is not None:
            for field in self.to.profile.thinking.off:
                body.pop(field, None)
            body |= extra
        return {**body, self.shape.output_limit: OUTPUT}

    async def _mode(self, mode: Mode) -> None:
        try:
            reply = await self._fetched(mode)
            text = read_answer(reply, self.to.host, self.to.profile)
        except CallError as failure:
            if failure.kind in ("pause_run", "retry_later"):
                raise
            self.probes.append(Probe(mode, False, failure.said or failure.reason))
            return
        self.replies.append(reply)
        bound = _colour(text.text) == "red"
        if mode == "tools" and not text.called:
            self.probes.append(Probe(mode, False, _("接受，但没有照着调用")))
        elif mode in ("json_schema", "tools") and not bound:
            self.probes.append(Probe(mode, False, _("接受，但不强制 JSON Schema：{said}").format(said=text.text[:60])))
        else:
            self.works.append(mode)
            self.probes.append(Probe(mode, True, text.text[:60]))

    async def _fetched(self, mode: Mode) -> Any:
        """The reply in a mode; fields beside the mode that the endpoint refuses are left out from then on."""
        for _try in range(3):
            try:
                return await self.call.fetch(self._body(mode))
            except CallError as failure:
                changed = stepped(self.shape, self.to, failure.said, proved=True) if failure.kind == "bug" else None
                if changed is None or changed.mode != self.shape.mode:
                    raise
                self.shape = changed
        return await self.call.fetch(self._body(mode))

    async def _thinking(self) -> None:
        own = self.to.profile.thinking.off
        if not any(_thought(r) for r in self.replies):
            self.off = {k: v for k, v in own.items() if k not in self.shape.without}
            self.probes.append(Probe(_("思考"), None, _("没有看到思考内容")))
            return
        for switch in SWITCHES:
            if switch == own:
                continue
            try:
                reply = await self.call.fetch(self._body(self.works[-1] if self.works else "prompt", switch))
            except CallError:
                continue
            if not _thought(reply):
                self.off = switch
                self.probes.append(Probe(_("关闭思考"), True, json.dumps(switch)))
                return
        self.always = True
        self.probes.append(Probe(_("关闭思考"), False, _("试过的开关都不起作用，思考的令牌照样计费")))

    def _usage(self) -> None:
        said = self.replies[-1].get("usage")
        fields = sorted(_dotted(said)) if isinstance(said, Mapping) else []
        read = self.to.profile.usage.read(said)
        works = bool(read.prompt and read.completion)
        self.probes.append(Probe(_("用量"), works, "  ".join(fields) or _("答复里没有用量")))

    async def _context(self) -> None:
        """Ask for far more output than any model gives: most endpoints refuse and name their limit."""
        listed = await self.call.models()
        self.context = _listed_context(listed, self.to.model)
        if self.context is None:
            body = {**self._body(self.works[-1] if self.works else "prompt"), self.shape.output_limit: FAR_TOO_MANY}
            try:
                await self.call.fetch(body)
            except CallError as failure:
                self.context = context_named(failure.said)
        seen = str(self.context) if self.context else _("服务没有说")
        self.probes.append(Probe(_("上下文长度"), True if self.context else None, seen))

    def _profile(self) -> str:
        """The profile to keep: what was found, over the one in force."""
        profile = self.to.profile
        pattern = re.sub(r"^https?://", "", self.to.base_url) + "*"
        lines = [f"like = {_toml(profile.name)}", f"match = [{_toml(pattern)}]"]
        if self.works:
            lines.append(f"modes = [{', '.join(_toml(m) for m in self.works)}]")
        if self.shape.output_limit != profile.output_limit:
            lines.append(f"output_limit = {_toml(self.shape.output_limit)}")
        sampling = {k: v for k, v in profile.sampling.items() if k not in self.shape.without}
        if sampling != profile.sampling:
            lines.append(f"sampling = {_inline(sampling)}")
        if self.context:
            lines.append(f"context = {self.context}")
        if self.off is not None and self.off != profile.thinking.off:
            lines.append(f"thinking.off = {_inline(self.off)}")
        if self.always:
            lines.append("thinking = { off = {}, always = true }")
        name = re.sub(r"[^A-Za-z0-9]+", "-", self.to.host).strip("-") or "own"
        return "\n".join([f"[profiles.{name}]", *lines])


def _colour(text: str) -> str:
    found = re.search(r'"colour"\s*:\s*"(\w+)"', text)
    return found[1] if found else ""


def _thought(reply: Mapping[str, Any]) -> bool:
    choices = reply.get("choices") or [{}]
    message = choices[0].get("message") or {}
    usage = reply.get("usage") or {}
    details = usage.get("completion_tokens_details") or {}
    content = message.get("content")
    return bool(
        any(message.get(k) for k in _REASONING)
        or details.get("reasoning_tokens")
        or (isinstance(content, str) and "<think>" in content)
    )


def _dotted(value: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for key, inner in value.items():
        if isinstance(inner, Mapping):
            yield from _dotted(inner, f"{before}{key}.")
        elif isinstance(inner, int):
            yield f"{before}{key}"


def _listed_context(listed: Any, model: str) -> int | None:
    """The context length that the list of models gives; a server with one model answers with it by any name."""
    models = listed.get("data") if isinstance(listed, Mapping) else None
    entries = [entry for entry in models if isinstance(entry, Mapping)] if isinstance(models, list) else []
    for entry in entries:
        if entry.get("id") != model and len(entries) > 1:
            continue
        meta = entry.get("meta")
        for told in (entry, meta if isinstance(meta, Mapping) else {}):
            for key in ("max_model_len", "context_length", "context_window", "n_ctx"):
                if isinstance(told.get(key), int):
                    return int(told[key])
    return None


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{k} = {_inline(v)}" for k, v in value.items()) + " }" if value else "{}"
    return json.dumps(value, ensure_ascii=False)
