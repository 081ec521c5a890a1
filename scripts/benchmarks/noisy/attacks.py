"""The most expensive requests that one tenant can send, as far as we know."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

MIB: Final = 1024 * 1024
WORKSPACE: Final = "/v1/workspaces/noisy-office"
HEAD: Final = "workspace: Noisy Office\n"
JSON: Final = "application/json"
YAML: Final = "application/yaml"


@dataclass(frozen=True)
class Attack:
    """A request that is sent again and again; ``headers`` are in addition to the key."""

    name: str
    method: str
    path: str
    body: bytes = b""
    kind: str = JSON
    headers: dict[str, str] = field(default_factory=dict)


def attacks(call: str) -> tuple[Attack, ...]:
    """All attacks; ``call`` is a long call of the attacker's."""
    return (*_reading(call), *_pieces(), *_documents())


def _documents() -> Iterator[Attack]:
    yield _put("YAML: 1 MiB", _yaml(MIB), YAML)
    yield _put("YAML: 256 KiB of members", _yaml(256 * 1024 - 100), YAML)
    yield _put("YAML: 256 KiB of brackets", b"workspace: " + b"[" * (255 * 1024), YAML)
    yield _put("YAML: aliases of aliases", _aliases(), YAML)
    yield _put("JSON: 1 MiB of members", _json("members", _member, MIB - 200))
    yield _put("JSON: 1 MiB of opt-outs", _json("opt_outs", _contact, MIB - 200))
    yield _put("JSON: 1 MiB of wrong jobs", _json("jobs", lambda _: "1", MIB - 200))
    yield _put("JSON: 1 MiB of unknown keys", _unknown_keys(MIB - 200))
    yield _put("JSON: 1 MiB of brackets", b'{"jobs":' + b"[" * (MIB - 200))
    yield _put("JSON: 1 MiB of one job", _one_job(MIB - 200))
    yield _put("JSON: the empty workspace", b'{"workspace": "Noisy Office"}')


def _pieces() -> Iterator[Attack]:
    slashes = "/Send SMS: a. b/" * 620
    job = {"name": "Slashes", "instructions": slashes}
    yield Attack("job check: 10,000 characters", "POST", "/v1/jobs/check", _dump(job))
    names = {"name": "Names", "instructions": "/Transfer call: Memb " * 470}
    yield Attack("job check: unknown names", "POST", "/v1/jobs/check", _dump(names))
    draft = {"instructions": "/Send SMS: a. b\n" * 60_000}
    yield Attack("job draft: 1 MB", "PUT", "/v1/jobs/Large/draft", _dump(draft))
    contacts = [_contact(index).strip('"') for index in range(1_000)]
    yield Attack("1,000 opt-outs", "POST", "/v1/opt-outs", _dump({"contacts": contacts}))
    member = {"phone": "+14155550101"}
    yield Attack("one member", "PUT", "/v1/members/Member%200", _dump(member))
    flow = [{"agent": {"greeting": "Hi", "jobs": ["Job"] * 100_000}}]
    path = "/v1/numbers/+14155550200/flow"
    yield Attack("flow preview: 100,000 jobs", "POST", f"{path}/preview", _dump(flow))
    yield Attack("flow draft: 100,000 jobs", "PUT", f"{path}/draft", _dump(flow))
    phones = {f"Member {index}": {"does": "ignore"} for index in range(100)}
    test = {"number": "+14155550200", "phones": phones}
    yield Attack("test call: 100 phones", "POST", "/v1/test-calls", _dump(test))


def _reading(call: str) -> Iterator[Attack]:
    for name, path in (
        ("the whole workspace", WORKSPACE),
        ("all jobs", "/v1/jobs"),
        ("all members", "/v1/members"),
        ("all opt-outs", "/v1/opt-outs"),
        ("all versions of a job", "/v1/jobs/Job%200/versions"),
        ("a long difference", "/v1/jobs/Diff/diff?before=1&after=2"),
        ("replay of a long call", f"/v1/calls/{call}/events"),
        ("timeline of a long call", f"/v1/calls/{call}/timeline"),
        ("changes of a long call", f"/v1/calls/{call}/changes?before=0&after=1000"),
        ("report by day", "/v1/reports/day?tests=true&from=2000-01-01"),
        ("report by action as CSV", "/v1/reports/action?tests=true&format=csv"),
        ("search of the inbox", f"/v1/threads?q={'ab%20' * 400}"),
        ("a long thread", "/v1/threads?limit=200"),
        ("a path of 30,000 characters", f"/v1/jobs/{'a/' * 15_000}"),
        ("OpenAPI", "/v1/openapi.json"),
    ):
        yield Attack(f"GET {name}", "GET", path)


def _put(name: str, body: bytes, kind: str = JSON) -> Attack:
    return Attack(name, "PUT", WORKSPACE, body, kind)


def _yaml(size: int) -> bytes:
    lines, length, index = [HEAD + "members:\n"], len(HEAD) + 9, 0
    while length < size - 60:
        lines.append(f'  - {{name: Member {index}, phone: "+14155550101"}}\n')
        length, index = length + len(lines[-1]), index + 1
    return "".join(lines).encode()


def _aliases() -> bytes:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    return (HEAD + "\n".join(levels) + "\nmembers: *a11\n").encode()


def _json(key: str, item: Callable[[int], str], size: int) -> bytes:
    items, length, index = [], 0, 0
    while length < size - 60:
        items.append(item(index))
        length, index = length + len(items[-1]) + 1, index + 1
    return f'{{"workspace":"Noisy Office","{key}":[{",".join(items)}]}}'.encode()


def _member(index: int) -> str:
    return f'{{"name":"Member {index}","phone":"+14155550101"}}'


def _contact(index: int) -> str:
    return f'"+1415{2_000_000 + index}"'


def _unknown_keys(size: int) -> bytes:
    return _dump({"workspace": "Noisy Office"} | {f"membrs{n}": 1 for n in range(size // 17)})


def _one_job(size: int) -> bytes:
    text = "/Send SMS: a. b\\n" * (size // 17)
    return (
        f'{{"workspace":"Noisy Office","jobs":[{{"name":"A","instructions":"{text}"}}]}}'.encode()
    )


def _dump(content: object) -> bytes:
    return json.dumps(content).encode()
