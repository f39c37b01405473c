"""Checks of services against each other, their suppliers, backups, windows and the priority targets."""

from __future__ import annotations

from collections.abc import Iterator

from iso20k_docs.model.diagnostics import Diagnostic, error, warning
from iso20k_docs.model.quantities import plain_number
from iso20k_docs.model.words import Words
from iso20k_docs.profile.checks.context import MINUTES_A_MONTH, Facts, both
from iso20k_docs.profile.schema import Backup, Monitor, Resource, Service, SupplierTarget, Window
from iso20k_docs.profile.values import Amount
from iso20k_docs.profile.windows import overlaps
from iso20k_docs.reading.source import Path

_WHOLE = 100


def dependencies_are_acyclic(facts: Facts) -> Iterator[Diagnostic]:
    """No service depends on itself, directly or through others."""
    depends = {service.id: service.depends_on for service in facts.profile.services}
    reported: set[frozenset[str]] = set()
    for i, service in enumerate(facts.profile.services):
        circle = _circle(service.id, depends)
        if circle and frozenset(circle) not in reported:
            reported.add(frozenset(circle))
            chain = " → ".join((*circle, circle[0]))
            message = Words(f"服务依赖成环：{chain}", f"services depend on each other in a circle: {chain}")
            yield error("dependency-circle", message, facts.at("services", i, "depends_on"))


def _circle(start: str, depends: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the way from a service back to itself."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for following in depends.get(way[-1], ()):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


def availability_allows_restoring(facts: Facts) -> Iterator[Diagnostic]:
    """One incident of the highest priority, restored at its target, does not use up a month's downtime (24 x 7)."""
    top = facts.top_level
    for i, service in facts.live_services:
        allowed = MINUTES_A_MONTH * (_WHOLE - service.availability.value) / _WHOLE
        if service.hours.always and top.restore.minutes > allowed:
            minutes, target = plain_number(round(allowed, 1)), plain_number(top.restore.minutes)
            share = service.availability.in_("en")
            message = Words(
                f"{service.id} 可用率 {share} 每月只允许中断 {minutes} 分钟，{top.id} 的恢复目标是 {target} 分钟",
                f"{service.id} at {share} may be down {minutes} minutes a month; the restore target of {top.id} is "
                f"{target} minutes",
            )
            hint = Words("缩短恢复目标，或降低可用率承诺", "Shorten the restore target or promise less availability")
            yield warning("availability-against-restore", message, facts.at("services", i, "availability"), hint)


def backups_meet_rpo(facts: Facts) -> Iterator[Diagnostic]:
    """For each service in use some backup runs at least as often as its RPO asks."""
    for i, service in facts.live_services:
        covering = [b for b in facts.profile.backup if not b.services or service.id in b.services]
        if not covering:
            message = Words(f"{service.id} 没有备份", f"no backup covers {service.id}")
            hint = Words("在 backup 中列出该服务", "List the service in `backup`")
            yield error("backup-missing", message, facts.at("services", i), hint)
        elif all(backup.cycle.minutes > service.rpo.minutes for backup in covering):
            yield _rpo(facts, i, service, min(covering, key=lambda b: b.cycle.minutes))


def _rpo(facts: Facts, index: int, service: Service, backup: Backup) -> Diagnostic:
    cycle, rpo = both(backup.cycle), both(service.rpo)
    return error(
        "backup-rpo",
        Words(
            f"{service.id} 的 RPO 是 {rpo.zh}，最勤的备份“{backup.id}”每 {cycle.zh}一次",
            f"the RPO of {service.id} is {rpo.en}, but its most frequent backup '{backup.id}' runs every {cycle.en}",
        ),
        facts.at("services", index, "rpo"),
        Words("缩短备份周期，或放宽 RPO", "Back up more often, or relax the RPO"),
    )


def suppliers_meet_targets(facts: Facts) -> Iterator[Diagnostic]:
    """A supplier promises no less than what its promise underpins."""
    services = {service.id: service for service in facts.profile.services}
    for i, supplier in enumerate(facts.profile.suppliers):
        for k, target in enumerate(supplier.targets):
            supported = [target.service] if target.service is not None else list(supplier.services)
            path = ("suppliers", i, "targets", k)
            yield from _supplier_restore(facts, supplier.id, target, path)
            for name in supported:
                if name in services:
                    yield from _supplier_availability(facts, supplier.id, target, services[name], path)


def _supplier_restore(facts: Facts, supplier: str, target: SupplierTarget, path: Path) -> Iterator[Diagnostic]:
    promised, limit = target.restore, facts.top_level.restore
    if promised is not None and promised.minutes > limit.minutes:
        has, wants = both(promised), both(limit)
        message = Words(
            f"{supplier} 承诺 {has.zh}恢复，长于 {facts.top_level.id} 的恢复目标 {wants.zh}",
            f"{supplier} promises to restore in {has.en}, longer than the target of {facts.top_level.id} ({wants.en})",
        )
        yield warning("supplier-target", message, facts.at(*path, "restore"))


def _supplier_availability(
    facts: Facts, supplier: str, target: SupplierTarget, service: Service, path: Path
) -> Iterator[Diagnostic]:
    promised = target.availability
    if promised is not None and promised.value < service.availability.value:
        has, wants = promised.in_("en"), service.availability.in_("en")
        message = Words(
            f"{supplier} 承诺的可用率 {has} 低于 {service.id} 的 {wants}",
            f"{supplier} promises {has}, less than the {wants} of {service.id}",
        )
        yield warning("supplier-target", message, facts.at(*path, "availability"))


def windows_fit_hours(facts: Facts) -> Iterator[Diagnostic]:
    """A maintenance window has a length, and lies outside the service hours where it says so."""
    for i, window in enumerate(facts.profile.maintenance.windows):
        path = ("maintenance", "windows", i)
        if window.start == window.end:
            message = Words(f"维护窗口“{window.id}”的开始和结束相同", f"the window '{window.id}' ends when it starts")
            yield error("window-hours", message, facts.at(*path, "end"))
        elif window.outside_hours:
            yield from _inside_hours(facts, window, path)


def _inside_hours(facts: Facts, window: Window, path: Path) -> Iterator[Diagnostic]:
    for _, service in facts.live_services:
        concerned = not window.services or service.id in window.services
        if concerned and overlaps(service.hours, window.weekday, window.start, window.end):
            message = Words(
                f"维护窗口“{window.id}”写明在服务时间之外，却与 {service.id} 的{both(service.hours).zh}重叠",
                f"the window '{window.id}' is said to lie outside service hours but meets those of {service.id} "
                f"({both(service.hours).en})",
            )
            hint = Words("outside_hours 改为 false，或删除这一行", "Set outside_hours to false, or delete the line")
            yield error("window-hours", message, facts.at(*path, "outside_hours"), hint)


def thresholds_differ(facts: Facts) -> Iterator[Diagnostic]:
    """A warning threshold differs from the critical one."""
    for i, monitor in enumerate(facts.profile.monitoring):
        yield from _same_thresholds(facts, monitor, ("monitoring", i))
    for i, resource in enumerate(facts.profile.capacity.resources):
        yield from _same_thresholds(facts, resource, ("capacity", "resources", i))


def _same_thresholds(facts: Facts, item: Monitor | Resource, path: Path) -> Iterator[Diagnostic]:
    if _measure(item.warning) == _measure(item.critical):
        value = both(item.warning)
        message = Words(
            f"“{item.id}”的警告值和严重值都是 {value.zh}",
            f"warning and critical threshold of '{item.id}' are both {value.en}",
        )
        yield warning("thresholds", message, facts.at(*path, "critical"))


def _measure(value: Amount) -> object:
    """Return what two thresholds are compared by: 10 and 10.0 are one number."""
    if not isinstance(value, Words):
        return value
    try:
        return float(value.zh)
    except ValueError:
        return value


def outsourcing_is_one_truth(facts: Facts) -> Iterator[Diagnostic]:
    """The outsourcing flag agrees with the list."""
    outsourcing = facts.profile.outsourcing
    if outsourcing.has and not outsourcing.processes:
        message = Words("写明有外包，却没有列出外包内容", "outsourcing is stated, but nothing is listed")
        yield error("outsourcing", message, facts.key("outsourcing", "has"))
    if outsourcing.processes and not outsourcing.has:
        message = Words("写明没有外包，却列出了外包内容", "no outsourcing is stated, but something is listed")
        yield error("outsourcing", message, facts.key("outsourcing", "processes"))


def climate_has_actions(facts: Facts) -> Iterator[Diagnostic]:
    """Where climate change is relevant, something is done about it."""
    if facts.profile.climate.relevant and not facts.profile.climate.actions:
        message = Words("气候变化被判定为相关，却没有措施", "climate change is relevant, but no action is stated")
        yield warning("climate-actions", message, facts.key("climate", "relevant"))


def objectives_serve_commitments(facts: Facts) -> Iterator[Diagnostic]:
    """An objective serves commitments that the policy makes, and each commitment has an objective."""
    objectives, count = facts.profile.objectives, len(facts.profile.policy.commitments)
    for at, objective in enumerate(objectives):
        for place, number in enumerate(objective.serves):
            if number > count:
                message = Words(
                    f"{objective.id}对应第 {number} 条承诺，方针只有 {count} 条",
                    f"{objective.id} serves commitment {number}; the policy makes {count}",
                )
                yield warning("objective-serves", message, facts.at("objectives", at, "serves", place))
    served = {number for objective in objectives for number in objective.serves}
    missing = [str(n) for n in range(1, count + 1) if served and n not in served]
    if missing:
        message = Words(
            f"方针的第 {'、'.join(missing)} 条承诺没有目标",
            f"no objective serves the policy's commitment {', '.join(missing)}",
        )
        yield warning("commitment-without-objective", message, facts.key("objectives"))
