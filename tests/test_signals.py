"""What the detectors hear, and what they leave in peace.

Every sentence here was invented for these tests. Whoever adds a pattern builds with the odd ones of a
list (first, third, ...) and checks with the even ones. Neither says how the next person will put it:
for that, ask somebody who has not read the patterns.
"""

from __future__ import annotations

import json
import sqlite3
import time
import tomllib
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.engine import Engine
from flows.book import Book
from flows.model import Cue, Event, EventKind, Signal, Turn
from flows.signals import Detectors, redact
from flows.signals.crisis import OTHERS, is_about_somebody
from storage.database import Database
from storage.migrate import migrate

WORDS = Path(__file__).parents[1] / "flows" / "content" / "en" / "signals.toml"
TABLE = tomllib.loads(WORDS.read_text(encoding="utf-8"))
HEARD = Detectors.from_words(TABLE)
APOLOGY = {"control": {"apology": "Sorry."}}

EXPLICIT = """
i just wanna be dead right now
I'm thinking of killing myself
Tonight I will take my own life
I am planning to end my life when the contract ends
I don't want to be alive anymore
feeling suicidal again
I'd be better off dead
I wish I'd never been born
I have been saving up my pills, I know how I'd do it
I'm sitting in the garage with the engine running
I took thirty pills an hour ago
I want to jump off the parking garage
I had the scalpel against my wrist
why should I stay alive
counsel says 60 days, but I won't be alive in 60 days
quiero morirme, no puedo más
""".strip().splitlines()

VEILED = """
nobody would miss me
my kids would be happier without me
I'm such a burden on my family
Everything would be simpler if I didn't exist
I gave away my guitar and my tools
my affairs are in order
There's nothing left for me to live for
I just want the pain to end
I'm tired of living
I don't trust myself to be alone tonight
hoping I don't wake up
I've lost the will to live
I don't think I can make it through the night
I see no way out.
my family can have the insurance, I'm worth more to them dead
I wouldn't mind if a truck hit me
""".strip().splitlines()

HARM_TO_OTHERS = """
I'm going to shoot the administrator
I'll strangle her if she says that again
I bought a gun and I know where he parks
I want them dead
I'm going to burn that building down
He deserves to die for what he did
I think about killing them all the time
I'd like to run him over in the lot
I'm going to shoot Dr. Okafor
i will kill ramona
I want to hurt Gerald
im gonna stab hughes
I'd like to strangle Mr. Voss
I keep dreaming about shooting Lorraine
I'm going to hurt her when I see her
I'm going to kill you
I could strangle the billing lady
I'm going to shoot okafor the minute he walks in
I'll beat Terrence up
I want to kill Ramona over this contract
I'm going to harm him with a bat
""".strip().splitlines()

MAYBE_THE_WORK = """
I can't do this anymore
i'm done.
I can't take it any more
whats the point
can't go on like this
I want to disappear
""".strip().splitlines()

THREAT = """
he shoved me against the wall
The son threatened to kill me
I'm afraid to walk to my car after rounds
He hit my medical assistant
somebody slashed my tires after I gave notice
he put his hands around my throat
she threw a mug at me
I had to lock myself in the office till security came
""".strip().splitlines()

HARASSMENT = """
The owner tried to kiss me
he keeps making comments about my breasts
They make fun of my accent in rounds
they don't want a woman in charge
racist jokes at every team meeting
They won't renew me because I'm Muslim
they refused my wheelchair accommodation
I reported the abuse and they cut my hours
""".strip().splitlines()

UNLAWFUL = """
the DON asked me to alter a chart
They bill under my name when I'm on vacation
they want me to backdate the plan of care
He offered me money for referrals
I was asked to change my opinion on causation or lose the panel
they told me not to document the fall
my signature is on orders I never wrote
he wants me to write oxy scripts for his wife
I could lose my license over this
they let my malpractice coverage lapse
""".strip().splitlines()

IDIOMS = """
prior auths are killing me
I'd kill for a day off
let's kill the auto-renewal clause
Can you shoot me the draft
I'll shoot them a text
I'm dying to get out of this contract
I want to end it with them kindly
Let's end it on Friday the 26th
That meeting nearly killed me
I could murder a pizza
I'm dead tired
My wife would kill me if I took more call
I want to die on that hill: no more weekends
I nearly died laughing
I shot myself in the foot with that clause
Just shoot me now
I want my life back
The call burden is too much
I burned my bridges there
No way out before December, says the lawyer
We want to kill the retainer, I'm going to kill the Birch Hollow agreement today
I'm going to kill an hour before the call
I'm going to kill it on Thursday
I'll shoot Ramona a message
I'm gonna shoot Dr. Okafor a quick note
I could kill for a nap
I could murder tacos
I might hurt their ratings
I'm going to hurt our census by going
I'd hurt Ramona's feelings
I might hurt Gerald if I leave in May
I don't want to hurt Gerald
I could strangle the scheduling software
I could choke that fax machine
I'm going to beat the deadline
Dropping them now is suicide for the practice
That schedule is a suicide mission
""".strip().splitlines()

LOOK_ALIKES = """
The notice has to be in the mail by Thursday, can we date it today?
My policy renews in eight days, so what comes first?
My partner wants me to quit tonight. I don't.
He told the nurse "get lost". What do I answer?
In the spring I was furious. That's gone, and I still want to leave.
I drafted something ugly in May and threw it away.
This fax machine deserves a funeral, kidding.
If I get one more denial I'm opening a bakery.
I've decided: ninety days, and counsel has read it.
I'm not angry any more. I just know.
I finished the reflection last week, can we do the dates?
Only the T-30 list today, please.
It's late here, but it's my lunch break.
Couldn't sleep, so I'm reading the checklist.
One beer with dinner, and I'd like to look at February.
He was drunk at the picnic, how do I word coverage?
How do I announce the new address?
I have to file a complaint with the agency, which form?
For a talk: how would you fire a difficult client?
What does "without cause" mean in a contract?
They threatened to sue me over the non-compete.
They asked me to lower my rate and to change the schedule.
They pay me per consult, and late.
The compliance training covers harassment and kickbacks.
Is it illegal to leave without notice?
Payer denied it as not medically necessary.
One of my patients died by suicide last year.
I'm afraid of hurting Donna.
They'd be better off with a full-time physiatrist.
I can't see myself doing this in five years.
""".strip().splitlines()

BLAME = {
    "absolutes": ["You always page me at dinner.", "Your team never once called back."],
    "you_blame": ["I'm leaving because of your scheduling.", "You left me no choice.", "You never once gave us a say."],
    "money": [
        "You have been cheating me for years.",
        "You stole my referrals.",
        "Maybe if you paid your bills I'd feel different.",
        "You still owe me for August.",
    ],
    "labels": [
        "The place is toxic.",
        "Your manager is incompetent.",
        "Your reviewer is a lunatic.",
        "These are crappy letters, frankly.",
        "Your front desk is a mess.",
        "You are all cowards.",
    ],
    "motives": ["You don't care about the residents.", "You only want my signature."],
    "passive_aggression": ["Per my last email, I'm leaving.", "Some of us answer the phone."],
    "sarcasm": ["Good luck finding somebody else.", "What a treat it has been 🙄"],
    "threats": ["Pay by Friday or I'll tell the board.", "You'll regret this."],
    "legal_heat": ["You are in material breach.", "I will pursue all damages."],
    "third_parties": ["My staff all say so too.", "Other facilities treat me well."],
    "finality": ["Effective immediately, I'm out.", "This is not up for discussion."],
}

CLEAN = """
I always looked forward to Wednesdays with the team.
You have been generous with your time.
Because I'm opening a clinic in Ohio, my last day is 4 March.
I still owe you one report.
Our agreement asks for 30 days; this is 45.
Could your office tell me when invoice 12 will be paid?
I stop taking new referrals two weeks before I go.
We saw the staffing differently, and I respect that.
I'm sorry I couldn't take your call on Monday.
Thank you for never making me chase a chart.
She wrote, "you always leave early", and I'd like to answer that fairly.
The decision is made; I'm open on the timing.
It isn't working out.
The role has changed.
The April invoice is 45 days past due.
You have been more than fair.
Because I'm moving to Tucson, I can't stay on.
You always gave me time to think.
You never let me down.
I was rude on Friday, and I'm sorry.
It has been a hell of a team.
The petty cash key is in the drawer.
""".strip().splitlines()


GRIEVANCE = """
they handed my clinic to somebody else, they obviously don't care
he halved my hours in spring
She micromanages every order
Because they never pay when they say
I'm fed up with their excuses
Because of the new director
the DON shouts and nobody there listens
the nurses ignore my orders
Management lied about the census
the way they treat my staff
""".strip().splitlines()

REASONS = """
Because I'm moving to Tucson
My kids are small and they're asleep when I get home
My husband found work in Ohio and he starts in May
I'm narrowing my practice to spasticity
They need someone there every day, and I can't be
I can no longer serve them well
They have been good to me, and I'm cutting back
I'm grateful to them, and ready for something else
The drive has grown too long for me
I'm retiring in June
""".strip().splitlines()


HOSTILE = (
    """
555-|a.|a-|1.|1 |i |"|’|. |a@a.|Mr Zo |Mr. Zorp |room 1 |born |12 oak |thank you |because they |his name is zo |my pt
i used to kill myself |wanted to die years ago |i will kill donna |they really really |they said ’|years ago still | |
""".strip("\n")
    .replace("\n", "|")
    .split("|")
)


def odd(sentences: list[str]) -> list[str]:
    """The ones to build with."""
    return sentences[::2]


def even(sentences: list[str]) -> list[str]:
    """The ones to check with."""
    return sentences[1::2]


def missed(detector: Callable[[str], tuple[Signal, ...]], sentences: list[str]) -> list[str]:
    """The sentences in which the detector hears nothing."""
    return [sentence for sentence in sentences if not detector(sentence)]


def cues(signals: tuple[Signal, ...]) -> list[tuple[str, str]]:
    """Name and words of every cue."""
    return [(cue.cue, cue.text) for signal in signals for cue in signal.cues]


@pytest.mark.parametrize("half", [odd, even])
def test_every_explicit_crisis_is_heard(half: Callable[[list[str]], list[str]]) -> None:
    """Nobody who says it plainly is overheard."""
    assert missed(HEARD.crisis, half(EXPLICIT)) == []


@pytest.mark.parametrize("half", [odd, even])
def test_nearly_every_veiled_crisis_is_heard(half: Callable[[list[str]], list[str]]) -> None:
    """At least 95 in a hundred of the veiled ones; with eight sentences that is all of them."""
    assert len(missed(HEARD.crisis, half(VEILED))) <= 0.05 * len(half(VEILED))


@pytest.mark.parametrize("sentence", HARM_TO_OTHERS)
def test_harm_to_others_is_a_crisis_with_a_cue_of_its_own(sentence: str) -> None:
    """The answer to it differs, so the cue must tell."""
    assert OTHERS in [name for name, _ in cues(HEARD.crisis(sentence))]


SOMEBODY_ELSES_LIFE = (
    "My brother is suicidal and I need fewer hours",
    "one of my patients says she will kill herself if i leave the facility",
    "my partner texted me that he can't go on and has his gun out",
    "my biller said yesterday she took pills after the audit call, she's not picking up",
    "the DON is suicidal and nobody on the floor knows it but me",
)
ABOUT_SUICIDE = (
    "my colleague killed himself last year after the contract ended",
    "how do i screen for suicide risk before a discharge?",
    "last spring a resident said she wanted to die and the unit handled it well",
    "in the film she says she will kill herself if he leaves",
)


@pytest.mark.parametrize("sentence", SOMEBODY_ELSES_LIFE)
def test_somebody_elses_life_in_danger_is_told_from_ones_own(sentence: str) -> None:
    """What helps them is something else."""
    assert is_about_somebody(HEARD.crisis(sentence)[0])
    assert not is_about_somebody(HEARD.crisis(f"{sentence} and i want to die tonight")[0])


@pytest.mark.parametrize("sentence", ABOUT_SUICIDE)
def test_talk_about_a_life_that_is_in_no_danger_now_is_not_taken_for_it(sentence: str) -> None:
    """What is past, a film, or a protocol."""
    assert not any(is_about_somebody(signal) for signal in HEARD.crisis(sentence))


@pytest.mark.parametrize("sentence", MAYBE_THE_WORK)
def test_words_that_could_mean_the_work_are_asked_about(sentence: str) -> None:
    """Ambiguous words are no crisis yet, and never pass unnoticed."""
    assert not HEARD.crisis(sentence)
    assert HEARD.ambiguous(sentence)


def test_a_clear_crisis_is_not_called_ambiguous() -> None:
    """Both in one message: the crisis counts."""
    assert HEARD.ambiguous("I'm done. I want to die") == ()


@pytest.mark.parametrize("sentence", IDIOMS + LOOK_ALIKES)
def test_idioms_and_look_alikes_are_left_in_peace(sentence: str) -> None:
    """Urgency, quotation, humor, firmness, learning: neither crisis nor safety."""
    assert cues(HEARD.crisis(sentence) + HEARD.safety(sentence)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "this commute is killing me and I want to die",
        "My partner said I should relax, but I want to die",
        'he asked "are you okay" and I said I want to die',
        "Years ago I wanted to die and now I want to die again",
        "I'm not going to lie, I want to kill myself",
        "If they report me I'll kill myself",
        "hypothetically, if I killed myself, who gets the receivables",
        "Section 9 says 60 days' notice; I want to die; notice is by certified mail",
        "i want\n to   die",
        "I DON’T WANT TO BE HERE ANYMORE",
    ],
)
def test_an_excuse_covers_only_its_own_words(sentence: str) -> None:
    """An idiom, a quotation or a legal sentence beside it hides nothing."""
    assert HEARD.crisis(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "I'm not suicidal, just exhausted",
        "I would never hurt anyone",
        'My patient said "I want to die" and I can\'t stop thinking of it',
        'How do I respond to "I want to die" from a resident?',
        "years ago I wanted to die. That is long past",
        "My brother was suicidal years ago, and I have kept shorter hours since",
    ],
)
def test_denial_past_and_other_people_are_not_a_crisis(sentence: str) -> None:
    """Somebody else's words, and one's own past, are talked about without alarm."""
    assert not HEARD.crisis(sentence)


@pytest.mark.parametrize("half", [odd, even])
@pytest.mark.parametrize("sentences", [THREAT, HARASSMENT, UNLAWFUL])
def test_threat_harassment_and_unlawful_demands_are_heard(
    sentences: list[str], half: Callable[[list[str]], list[str]]
) -> None:
    """Nobody in danger is asked to pause because a detector slept."""
    assert missed(HEARD.safety, half(sentences)) == []


def test_the_cue_tells_the_kind_of_danger() -> None:
    """The safety track can offer the right steps first."""
    assert cues(HEARD.safety("they want me to backdate orders and he shoved me")) == [
        ("unlawful", "backdate"),
        ("threat", "shoved me"),
    ]


def test_no_harassment_but_a_shove_is_still_a_threat() -> None:
    """A denial excuses only what it denies."""
    assert cues(HEARD.safety("no harassment, but he shoved me")) == [("threat", "shoved me")]
    assert HEARD.safety("nothing illegal, just disorganized") == ()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("DOB 3/4/1961, she is upset", "[removed], she is upset"),
        ("born March 3, 1950", "[removed]"),
        ("MRN 00123456 called", "[removed] called"),
        ("reach them at (312) 555-0188", "reach them at [removed]"),
        ("write to jane.doe@example.com today", "write to [removed] today"),
        ("Ms. Rivera fell at home", "[removed] at home"),
        ("patient John Smith yelled", "[removed] yelled"),
        ("His name is Abel Quist and he fell", "[removed] and he fell"),
        ("her name's abby", "[removed]"),
        ("Mr Quist was late", "[removed] was late"),
        ("mrs quist was late", "[removed] was late"),
        ("my pt Quist", "[removed]"),
        ("my patient quist is angry", "[removed] is angry"),
        ("Resident Abby quist complained", "[removed] complained"),
        ("Quist in room 318", "[removed]"),
        ("the one in rm 9B again", "the one [removed] again"),
        ("she lives at 77 Larch Street, Fairview", "she lives at [removed]"),
        ("5120 N. Sycamore Ave, Apt 4, Dayton, OH 45402", "[removed]"),
        ("204 Birch Ln", "[removed]"),
        ("Abby Quist, DOB 2/9/1958", "[removed]"),
        ("abby quist born 2/9/58", "[removed]"),
        ("Quist, Abby 2/9/1958", "[removed]"),
        ("DOB 2/9/1958, Abby Quist", "[removed]"),
        ("64 yo male with a new wound", "[removed] with a new wound"),
    ],
)
def test_patient_data_is_found_and_can_be_removed(text: str, left: str) -> None:
    """What could identify a patient is cut out, and nothing around it."""
    (signal,) = HEARD.patient_data(text)
    assert redact(text, signal) == left


@pytest.mark.parametrize(
    "text",
    [
        "Ms. Alvarez runs the stroke unit",
        "My last day is 3/3/2027",
        "Invoice 114 ($6,400) is open",
        "The line is 1-888-409-0141",
        "I'm a 52-year-old physiatrist",
        "Dr. P. Okafor, Lakeside Physiatry",
        "Ramona the DON",
        "Birch Hollow keeps calling",
        "my name is Paul Okafor",
        "Her name is Ramona, she's the DON",
        "the administrator, her name is Kim",
        "her name is on every order",
        "Dear Ms. Voss, my last day is 4 March",
        "Mr. Voss, the owner, called",
        "Mrs. Voss in billing called",
        "I'd miss thursdays",
        "my patient panel is full",
        "the PT department",
        "MS clinic on Tuesdays",
        "conference room 3",
        "let's meet in room 214",
        "Notices go to 12 Oak Street, attn CEO",
        "our office at 123 Main St",
        "a 40 bed unit, and 2 hours on the road",
        "Birch Hollow, 3/1/2021",
        "the practice was born in 2012",
    ],
)
def test_ordinary_names_dates_and_sums_are_no_patient_data(text: str) -> None:
    """An administrator's name and an exit date are part of the conversation."""
    assert HEARD.patient_data(text) == ()


def test_no_signal_holds_a_patient_s_data() -> None:
    """Signals are kept: those about a patient tell the place only, and others don't quote what stands there."""
    text = "I'll kill Mr. Quist, DOB 2/9/1958, MRN 00123456, in room 318"
    heard = HEARD.hear(text)
    assert [signal.kind for signal in heard] == ["crisis", "patient"]
    assert {cue.text for cue in heard[1].cues} == {"[removed]"}
    assert {cue.cue for cue in heard[1].cues} >= {"birth_date", "number", "room"}
    assert [cue.text for cue in heard[0].cues] == ["I'll kill [removed]"]
    assert "Quist" not in repr(heard)
    left = redact(text, heard[1])
    assert not any(word in left for word in ("Quist", "1958", "00123456", "318"))


@pytest.mark.parametrize(
    ("book", "kept"),
    [
        (Book("en", {**APOLOGY, "signals": TABLE, "ordinary": {"words": []}}), "I saw [removed] at noon"),
        (Book("en", APOLOGY), ""),
    ],
)
async def test_a_dead_letter_holds_no_patient_s_data(tmp_path: Path, book: Book, kept: str) -> None:
    """What failed is kept without it; where the detectors fail too, without any words."""

    def failing(_books: object, _person: object, _event: object) -> Turn:
        raise KeyError

    url = f"sqlite+aiosqlite:///{tmp_path / 'letters.db'}"
    await migrate(url)
    event = Event("terminal:me", datetime(2027, 2, 3, tzinfo=UTC), EventKind.TEXT, "I saw Mr Quist at noon")
    async with await Database.open(url) as database:
        await Engine(database, {"en": book}, advance=failing).hear([event])
    with closing(sqlite3.connect(tmp_path / "letters.db")) as connection:
        ((payload,),) = connection.execute("SELECT payload FROM dead_letters")
    assert json.loads(payload)["text"] == kept


def test_overlapping_cues_leave_one_gap() -> None:
    """Two detectors on the same words remove them once."""
    text = "call 312-555-0188 now"
    both = (Cue("a", 5, 17, text[5:17]), Cue("b", 9, 17, text[9:17]))
    assert redact(text, Signal("patient", 1.0, both)) == "call [removed] now"


@pytest.mark.parametrize(
    "sentence",
    ["I want to fire a patient", "I need to stop seeing this patient", "he's noncompliant and drug-seeking"],
)
def test_a_client_who_is_a_patient_is_noticed(sentence: str) -> None:
    """These words fork the flow."""
    assert HEARD.patient_talk(sentence)[0].score > 0.5


@pytest.mark.parametrize("sentence", ["it's this guy on Tuesdays", "a cash client", "the family keeps calling"])
def test_words_that_could_mean_a_patient_score_low(sentence: str) -> None:
    """These deserve the one clarifying question."""
    assert HEARD.patient_talk(sentence)[0].score <= 0.5


@pytest.mark.parametrize("sentence", ["my patients will miss me", "the CEO acts like a difficult patient"])
def test_patients_in_general_do_not_fork_the_flow(sentence: str) -> None:
    """A facility has patients too."""
    assert HEARD.patient_talk(sentence) == ()


@pytest.mark.parametrize(("pattern", "sentences"), BLAME.items())
def test_each_pattern_of_blame_is_named(pattern: str, sentences: list[str]) -> None:
    """The cue carries the pattern, so that the advice can fit it."""
    for sentence in sentences:
        assert pattern in [name for name, _ in cues(HEARD.blame(sentence))]


@pytest.mark.parametrize("sentence", CLEAN)
def test_a_clean_draft_is_not_blamed_for_anything(sentence: str) -> None:
    """Thanks, facts, quotations and plain decisions pass."""
    assert cues(HEARD.blame(sentence)) == []


@pytest.mark.parametrize("sentence", GRIEVANCE)
def test_a_reason_that_makes_them_the_cause_is_found(sentence: str) -> None:
    """In a stated reason a grievance needs no "you"."""
    assert HEARD.grievance(sentence)


@pytest.mark.parametrize("sentence", [*REASONS, "I was rude on Friday", "The April invoice is 45 days past due."])
def test_a_reason_of_one_s_own_is_no_grievance(sentence: str) -> None:
    """Family, thanks, and what they need are no complaint."""
    assert cues(HEARD.grievance(sentence)) == []


def test_promises_stand_apart_from_blame() -> None:
    """They are kind, and too large."""
    kind = "Call me any time, I guarantee a replacement."
    assert [words for _, words in cues(HEARD.promises(kind))] == ["Call me any time", "guarantee"]
    assert HEARD.blame(kind) == ()


def test_hear_puts_crisis_before_safety_before_patient_data() -> None:
    """What outranks comes first."""
    heard = HEARD.hear("he shoved me, Ms. Rivera fell, and I want to die")
    assert [signal.kind for signal in heard] == ["crisis", "safety", "patient"]


@pytest.mark.parametrize("text", [*EXPLICIT, *THREAT, "İstanbul: I don’t feel  SAFE there", ""])
def test_cues_point_at_exactly_their_words(text: str) -> None:
    """Offsets are those of the text as it was typed."""
    for signal in HEARD.hear(text):
        assert all(text[cue.start : cue.end] == cue.text for cue in signal.cues)


def test_hearing_a_message_takes_a_fraction_of_a_millisecond() -> None:
    """Hundreds of messages a second pass through; the best of five rounds is what the machine can do."""

    def seconds() -> float:
        start = time.perf_counter()
        for sentence in LOOK_ALIKES:
            HEARD.hear(sentence)
        return (time.perf_counter() - start) / len(LOOK_ALIKES)

    assert min(seconds() for _ in range(5)) < 0.0003


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    """Nothing that can be sent keeps the others waiting: half as much again as measured, and not ten times."""
    text = ((piece or "\n") * 12_000)[:12_000]

    def seconds(detector: Callable[[str], tuple[Signal, ...]]) -> float:
        start = time.process_time()
        detector(text)
        return time.process_time() - start

    for detector in (HEARD.hear, HEARD.ambiguous, HEARD.patient_talk, HEARD.blame, HEARD.promises, HEARD.grievance):
        assert min(seconds(detector) for _ in range(4)) < 0.045
