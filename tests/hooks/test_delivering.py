"""Messages about events: who is told what, signed how, and how often it is tried."""

import datetime as dt
import hashlib
import hmac
import http.server
import json
import threading
from collections.abc import Iterator

import pytest
from cast import Cast, file
from django.conf import settings as conf
from django.test import Client
from django.utils import timezone

from trucewatch.accounts.actions import deactivate_member
from trucewatch.hooks.actions import add_hook, end_hook, send_again
from trucewatch.hooks.delivering import deliver
from trucewatch.hooks.models import Delivery, Hook
from trucewatch.hooks.rules import HOOK_EVENTS, MOST_TRIES, pause_after
from trucewatch.hooks.signatures import secret_of
from trucewatch.ledger.events import Event
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed

pytestmark = pytest.mark.django_db
ADDRESS = "https://example.org/told"


class Receiver:
    """The network: keeps what was sent and answers as it is told to."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.got: list[tuple[str, str, dict[str, str]]] = []

    def __call__(self, address: str, body: str, headers: dict[str, str]) -> int:
        self.got.append((address, body, dict(headers)))
        return self.status


def hook(cast: Cast, part: str = "rival") -> Hook:
    """An address that sees as one part does."""
    made, _ = add_hook(
        ADDRESS, events=HOOK_EVENTS, acting_as=cast.everyone()[part], by=cast.administrator
    )
    return made


def due_now() -> None:
    """As if the pause were over."""
    Delivery.objects.update(next_try_at=timezone.now())


def test_an_address_is_told_of_what_its_member_sees_and_no_more(cast: Cast):
    """By id and path, without a word of content; nothing of what was before."""
    file(cast.monitor, handling=Handling.GREEN)
    hook(cast)
    receiver = Receiver()
    seen = file(cast.monitor, handling=Handling.GREEN, summary="secret words")
    file(cast.monitor, handling=Handling.AMBER)
    assert deliver(post=receiver) == 1
    assert deliver(post=receiver) == 0
    [(address, body, headers)] = receiver.got
    words = json.loads(body)
    assert address == ADDRESS
    assert words["event"] == headers["Trucewatch-Event"] == "report.filed"
    assert words["path"] == f"/api/v1/reports/{seen.pk}"
    assert words.keys() == {"id", "event", "at", "kind", "subject", "path"}
    assert "secret" not in body


def test_what_is_red_is_told_to_no_address(cast: Cast):
    """Not even where the member it sees as is among the recipients."""
    hook(cast, "liaison")
    file(cast.operator, handling=Handling.RED, compartment=cast.home_of(cast.liaison))
    assert deliver(post=Receiver()) == 0
    assert not Delivery.objects.exists()


def test_a_message_is_signed_with_the_secret_that_was_shown_once(cast: Cast):
    """Over the second of sending and the body, with HMAC-SHA256."""
    made, secret = add_hook(
        ADDRESS, events=[Event.REPORT_FILED], acting_as=cast.rival, by=cast.administrator
    )
    file(cast.monitor, handling=Handling.GREEN)
    receiver = Receiver()
    deliver(post=receiver)
    _, body, headers = receiver.got[0]
    at, signed = (part.partition("=")[2] for part in headers["Trucewatch-Signature"].split(","))
    expected = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    assert signed == expected
    assert secret == secret_of(made.pk, conf.TRUCEWATCH_HOME)
    assert secret not in str(Hook.objects.values().get())


def test_a_message_is_tried_again_ever_more_seldom_and_then_given_up(cast: Cast):
    """The pauses add up to a day; the id stays the same, and it can be sent again by hand."""
    hook(cast)
    file(cast.monitor, handling=Handling.GREEN)
    receiver = Receiver(500)
    for _ in range(MOST_TRIES + 2):
        assert deliver(post=receiver) == 0
        assert deliver(post=receiver) == 0  # not before its time
        due_now()
    message = Delivery.objects.get()
    assert (message.state, message.answer) == ("dead", "500")
    assert len(receiver.got) == MOST_TRIES
    assert len({json.loads(body)["id"] for _, body, _ in receiver.got}) == 1
    send_again(message.pk, by=cast.administrator)
    assert deliver(post=Receiver()) == 1
    pauses = [pause_after(tries) for tries in range(1, MOST_TRIES)]
    assert sum((pause for pause in pauses if pause), dt.timedelta()) == dt.timedelta(days=1)


def test_a_worker_that_is_killed_while_sending_loses_nothing(cast: Cast):
    """The message is another worker's once the lease has run out."""
    hook(cast)
    file(cast.monitor, handling=Handling.GREEN)

    def killed(address: str, body: str, headers: object) -> int:
        raise SystemExit

    with pytest.raises(SystemExit):
        deliver(post=killed)
    assert deliver(post=Receiver()) == 0
    due_now()
    assert deliver(post=Receiver()) == 1


def test_what_the_member_no_longer_sees_is_withheld(cast: Cast):
    """Also from what was queued while they did."""
    hook(cast)
    file(cast.monitor, handling=Handling.GREEN)
    deliver(post=Receiver(500))
    deactivate_member(cast.rival, by=cast.administrator, because="left")
    due_now()
    receiver = Receiver()
    assert deliver(post=receiver) == 0
    assert receiver.got == []
    assert Delivery.objects.get().state == "withheld"


def test_one_address_in_trouble_does_not_hold_up_the_others(cast: Cast):
    """Nor is it knocked at for every message of a round."""
    first, second = hook(cast), hook(cast, "observer")
    for _ in range(3):
        file(cast.monitor, handling=Handling.GREEN)
    tried: list[str] = []

    def half(address: str, body: str, headers: object) -> int:
        number = str(Delivery.objects.get(pk=json.loads(body)["id"]).hook_id)
        tried.append(number)
        return 500 if number == str(first.pk) else 204

    assert deliver(post=half) == 3
    assert tried.count(str(first.pk)) == 1
    assert tried.count(str(second.pk)) == 3


def test_an_ended_address_is_told_nothing(cast: Cast):
    """What waited for it stays where it is."""
    made = hook(cast)
    file(cast.monitor, handling=Handling.GREEN)
    deliver(post=Receiver(500))
    end_hook(made.pk, by=cast.administrator)
    due_now()
    file(cast.monitor, handling=Handling.GREEN)
    assert deliver(post=Receiver()) == 0


def test_administrators_alone_enter_addresses(cast: Cast, settings):
    """On the page too, which shows the secret once and the messages with their answers."""
    with pytest.raises(NotAllowed):
        add_hook(ADDRESS, events=HOOK_EVENTS, acting_as=cast.rival, by=cast.monitor)
    settings.TRUCEWATCH_SECOND_FACTOR = False
    client = Client()
    client.force_login(cast.monitor)
    assert client.get("/hooks/").status_code == 403
    client.force_login(cast.administrator)
    form = {"address": ADDRESS, "acting_as": str(cast.rival.pk), "events": ["report.filed"]}
    assert "twhs_" in client.post("/hooks/", form).content.decode()
    assert "twhs_" not in client.get("/hooks/").content.decode()
    wrong = client.post("/hooks/", {**form, "address": "https://127.0.0.1/"})
    assert wrong.status_code == 422
    file(cast.monitor, handling=Handling.GREEN)
    deliver(post=Receiver(500))
    assert ">500<" in client.get("/hooks/").content.decode()
    client.post(f"/hooks/deliveries/{Delivery.objects.get().pk}/again/")
    assert deliver(post=Receiver()) == 1


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A receiver on this machine that answers every message with a redirect."""
    got: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(302 if self.path == "/away" else 200)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    served = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}", got
    served.shutdown()


def test_a_message_goes_over_the_network_and_no_redirect_is_followed(cast: Cast, settings, server):
    """To this machine only where that is allowed."""
    address, got = server
    settings.TRUCEWATCH_HOOKS_PRIVATE = True
    for path in ("/here", "/away"):
        add_hook(
            address + path,
            events=[Event.REPORT_FILED],
            acting_as=cast.rival,
            by=cast.administrator,
        )
    file(cast.monitor, handling=Handling.GREEN)
    assert deliver() == 1
    assert sorted(got) == ["/away", "/here"]
    settings.TRUCEWATCH_HOOKS_PRIVATE = False
    due_now()
    assert deliver() == 0
    assert len(got) == 2
