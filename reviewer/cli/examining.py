"""`doctor`: what the configured endpoint does, and the profile to keep."""

from reviewer.errors import ConfigurationError
from reviewer.language import _
from reviewer.settings import Settings


def doctor(settings: Settings) -> int:
    """Probe the endpoint; no document is sent. 6 where no mode was answered."""
    from reviewer.pipeline.examining import diagnose

    if settings.offline:
        raise ConfigurationError(_("离线（offline）时什么都不发送；要发送请去掉这个设置。"))
    to, found = diagnose(settings)
    profile = to.profile
    print(_("{host} 的 {model}，档案 {name}（{title}）").format(
        host=to.host, model=to.model, name=profile.name, title=profile.title))  # fmt: skip
    marks = {True: "✓", False: "✗", None: "·"}
    for probe in found.probes:
        print(f"  {marks[probe.works]} {probe.name}：{' '.join(probe.seen.split())[:160]}")
    print(_("\n可存入 reviewer.toml 的档案：\n"))
    print(found.profile)
    return 0 if found.shape else 6
