"""--offline: nothing is sent, and the interpreter itself sees to it; stored replies are used."""

import json
import os
import subprocess
import sys

from reviewer.settings import PACKAGE
from tests.provider.server import Provider, sound

SAMPLE = PACKAGE / "sample" / "dingzhou-2021.txt"


def reviewer(tmp_path, url, *arguments):
    environment = os.environ | {
        "OPENAI_BASE_URL": url,
        "OPENAI_API_KEY": "k",
        "REVIEWER_MODEL": "m",
        "REVIEWER_CACHE": str(tmp_path / "cache"),
        "REVIEWER_LANG": "zh",
    }
    command = [sys.executable, "-m", "reviewer", *map(str, arguments)]
    return subprocess.run(
        command, env=environment, cwd=PACKAGE.parent, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def small(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8")
    file = tmp_path / "小样.txt"
    file.write_text(text[: text.index("4.企业家及企业家队伍建设经费绩效目标表")], encoding="utf-8")
    return file


def test_stored_replies_are_used_and_nothing_is_sent(tmp_path):
    file = small(tmp_path)
    with Provider(sound) as provider:
        assert reviewer(tmp_path, provider.url, "propose", file, "--yes", "--max-requests", 2).returncode == 8
        assert len(provider.bodies) == 2
        done = reviewer(tmp_path, provider.url, "propose", file, "--offline")
        assert done.returncode == 0, done.stderr
        assert "已存的 2 份" in done.stdout
        assert len(provider.bodies) == 2


def test_every_connection_is_refused(tmp_path):
    code = (
        "from reviewer.cli.offline import forbid_network\nimport socket\nforbid_network()\n"
        "for act in (lambda: socket.create_connection(('127.0.0.1', 9)),\n"
        "            lambda: socket.getaddrinfo('example.org', 80),\n"
        "            lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))):\n"
        "    try:\n        act()\n    except Exception as error:\n        print(type(error).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PACKAGE.parent, check=False)
    assert done.stdout.split() == ["ConfigurationError"] * 3, done.stderr


def test_nothing_is_sent_without_a_confirmation(tmp_path):
    with Provider(sound) as provider:
        done = reviewer(tmp_path, provider.url, "propose", small(tmp_path))
    assert done.returncode == 4
    assert "将把 3 个项目" in done.stderr
    assert provider.bodies == []


def test_the_estimate_and_the_summary_as_json(tmp_path):
    file = small(tmp_path)
    with Provider(sound) as provider:
        ahead = json.loads(reviewer(tmp_path, provider.url, "propose", file, "--dry-run", "--json").stdout)
        assert provider.bodies == []
        done = reviewer(tmp_path, provider.url, "propose", file, "--yes", "--json")
    assert (ahead["projects"], ahead["requests"], ahead["stored"]) == (3, 3, 0)
    assert ahead["input_tokens"] > 3000
    summary = json.loads(done.stdout)
    assert (summary["answered"], summary["requests"], summary["prompt_tokens"]) == (3, 3, 3000)
    assert summary["cached_share"] == 0.6
