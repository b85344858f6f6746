"""The operations of the service that need another machine."""

from __future__ import annotations

from dataclasses import dataclass

from ..remotes.fetch import Fetched
from ..remotes.inspecting import InspectedUrl
from ..remotes.publish import Published
from ..remotes.subscriptions import Polled, Subscription
from ..remotes.withdraw import Withdrawn
from . import remote_requests as args
from .context import Context, Done, Operation
from .requests import OnStore


@dataclass(frozen=True)
class SubscriptionList:
    """The followed buckets as they were last seen."""

    subscriptions: tuple[Subscription, ...]


@dataclass(frozen=True)
class PolledList:
    """One look at each of them."""

    polled: tuple[Polled, ...]


def _publish(a: args.PublishArgs, c: Context) -> Published:
    return c.store(a.store).publish(a.snapshot, a.remote, a.options, c.progress, c.cancel)


def _withdraw(a: args.WithdrawArgs, c: Context) -> Withdrawn:
    return c.store(a.store).withdraw(a.snapshot, a.remote, c.progress, c.cancel)


def _fetch(a: args.FetchArgs, c: Context) -> Fetched:
    return c.store(a.store).fetch(a.url, a.bucket, a.name, c.progress, c.cancel)


def _inspect_url(a: args.InspectUrlArgs, c: Context) -> InspectedUrl:
    store = c.store(a.store)
    if a.target is None:
        return store.inspect_url(a.url, c.progress, c.cancel)
    return store.preview_url(a.url, a.target, a.options, a.limit, c.progress, c.cancel)


def _subscribe(a: args.SubscriptionArgs, c: Context) -> Subscription:
    return c.store(a.store).subscribe(a.remote, a.bucket, c.progress, c.cancel)


def _unsubscribe(a: args.SubscriptionArgs, c: Context) -> Done:
    return Done(c.store(a.store).unsubscribe(a.remote, a.bucket))


def _subscriptions(a: OnStore, c: Context) -> SubscriptionList:
    return SubscriptionList(tuple(c.store(a.store).subscriptions()))


def _poll(a: args.PollArgs, c: Context) -> PolledList:
    return PolledList(tuple(c.store(a.store).poll(a.remote, a.bucket, c.progress, c.cancel)))


REMOTE_OPERATIONS: dict[str, Operation] = {
    "publish": Operation(_publish, args.PublishArgs, Published),
    "withdraw": Operation(_withdraw, args.WithdrawArgs, Withdrawn),
    "fetch": Operation(_fetch, args.FetchArgs, Fetched),
    "inspectUrl": Operation(_inspect_url, args.InspectUrlArgs, InspectedUrl),
    "subscribe": Operation(_subscribe, args.SubscriptionArgs, Subscription),
    "unsubscribe": Operation(_unsubscribe, args.SubscriptionArgs, Done),
    "subscriptions": Operation(_subscriptions, OnStore, SubscriptionList),
    "poll": Operation(_poll, args.PollArgs, PolledList),
}
