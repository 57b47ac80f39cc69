#!/usr/bin/env python3
"""Derives trust decisions again from an export, by packages/handbook/trust-model.md and nothing of Praetor's code.

Reads what `praetor trust export` writes, from standard input. Prints what disagrees and how many agree; exits 1 when
anything disagrees. Python 3, standard library only.
"""
import hashlib
import json
import math
import re
import sys

DAY = 86_400_000
HALF_LIVES = {"short": 14 * DAY, "medium": 90 * DAY, "long": 365 * DAY, "lasting": 3650 * DAY}
SIDES = ["buyer", "seller"]
KINDS = """orderCompleted orderCancelled orderReturned orderFailed paymentSucceeded paymentFailed refundIssued chargebackRaised
couponRedeemed couponAbused ratedWell ratedBadly flagged warned delisted suspended reinstated disputeOpened disputeAnsweredLate
disputeAnswerMissed disputeWon disputeLost newDevice riskyAddress loginFailed locked sessionStolen""".split()
RISKS = ["low", "medium", "high", "critical"]
LEVELS = ["none", "basic", "identified", "verifiedBusiness"]
OUTCOMES = ["allow", "limit", "review", "deny"]
EFFECTS = {
    "accountBarred": "deny", "riskTooHigh": "deny", "couponNotEligible": "deny", "listingCapReached": "deny",
    "manualReview": "review", "currencyUnknown": "review",
    "orderAboveLimit": "limit", "paymentMethodNotAllowed": "limit", "payoutDelayed": "limit",
}
CELLS = {
    f"{side}.{kind}.{half}{mark}": place
    for place, (mark, side, kind, half) in enumerate(
        (m, s, k, h) for m in ("", ".unvouched") for s in SIDES for k in KINDS for h in HALF_LIVES)
}
ROOTS = []
for _ in range(20):
    ROOTS.append(math.sqrt(ROOTS[-1] if ROOTS else 2.0))


def canonical(value):
    """RFC 8785, for what models and states hold: ASCII names, whole numbers and short decimals."""
    if isinstance(value, dict):
        return "{" + ",".join(json.dumps(k, ensure_ascii=False) + ":" + canonical(value[k]) for k in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return json.dumps(value, ensure_ascii=False)


def digest(value):
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def half_up(value):
    floor = math.floor(value)
    return floor + 1 if value - floor >= 0.5 else floor


def place(at, half):
    epoch = math.floor(at / half)
    bits = math.floor((at - epoch * half) / half * 2**20)
    growth = 1.0
    for index, root in enumerate(ROOTS):
        if bits & (1 << (19 - index)):
            growth *= root
    return epoch, growth


def added(evidence, half, at, magnitude):
    epoch, growth = place(at, half)
    sums = {of: total for of, total in evidence}
    plus = min(half_up(growth * magnitude * 65536 / 1000), 2**52)
    sums[epoch] = min(sums.get(epoch, 0) + plus, 2**52)
    return sorted(sums.items())[-16:]


def halved(value, times):
    while times > 0 and value > 0:
        value, times = value / 2, times - 1
    return value


def amount_at(evidence, half, now):
    epoch, growth = place(now, half)
    total, reached = 0.0, evidence[0][0] if evidence else epoch
    for of, plus in evidence:
        if of > epoch:
            break
        total, reached = halved(total, of - reached) + plus, of
    return halved(total, epoch - reached) / (growth * 65536)


def conduct(state, model, now):
    ledger = dict(state["evidence"])
    for voice in state.get("voices", []):
        score = voice["standing"]["score"]
        worth = half_up(math.sqrt(voice["magnitude"] * 1000) * score * score / 1_000_000)
        if worth:
            half = model["kinds"][voice["kind"]]["halfLife"]
            cell = f"{voice['side']}.{voice['kind']}.{half}" + ("" if voice["standing"]["vouches"] else ".unvouched")
            ledger[cell] = added(ledger.get(cell, []), HALF_LIVES[half], voice["at"], worth)
    found = []
    for cell in sorted(ledger, key=CELLS.get):
        side, kind, half, *mark = cell.split(".")
        count, rule = amount_at(ledger[cell], HALF_LIVES[half], now), model["kinds"][kind]
        if count > 0:
            found.append((side, count * rule["weight"], not mark, rule["severe"] and rule["weight"] < 0))
    return found


def inherited(links, model, now):
    rule, strongest = model["links"], {}
    for link in links:
        sharers = max(link["sharedBy"] - 1, 1) if link["via"] == "ip" else 1
        magnitude = half_up(link["suspicion"] * rule["share"][link["via"]] / sharers)
        if magnitude <= 0:
            continue
        half = HALF_LIVES[rule["halfLife"]]
        weight = amount_at(added([], half, link["asOf"], magnitude), half, now)
        if weight > strongest.get(link["to"], (0,))[0]:
            strongest[link["to"]] = (weight, f"{link['to']} {link['via']} {link['thing']}")
    left, total = rule["most"], 0.0
    for weight, _ in sorted(strongest.values(), key=lambda one: (-one[0], one[1])):
        taken = min(weight, left)
        left, total = left - taken, total + taken
    return total


def circumstances(state, model, now):
    facts, anchors = state.get("facts", {}), model["anchors"]
    known = max(now - facts["since"], 0) if "since" in facts else 0
    age = anchors["age"]["most"] * known / (known + anchors["age"]["halfDays"] * DAY)
    entries = [
        (None, anchors["verification"][level_of(facts)], True, False),
        (None, age, False, False),
        (None, -inherited(state.get("links", []), model, now), True, True),
    ]
    return [entry for entry in entries if entry[1] != 0]


def level_of(facts):
    return LEVELS[max([0, *(LEVELS.index(one["level"]) for one in facts.get("verified", {}).values())])]


def amplified(entries, model):
    good = dict.fromkeys(SIDES, 0.0)
    for side, weight, _, _ in entries:
        if side and weight > 0:
            good[side] += weight
    everything = good["buyer"] + good["seller"] + model["prior"]["good"]
    more = {"buyer": 1 + model["crossSide"] * good["seller"] / everything,
            "seller": 1 + model["crossSide"] * good["buyer"] / everything}
    return [(s, w * more[s] if s and w < 0 else w, v, severe) for s, w, v, severe in entries]


def score_of(entries, model):
    prior = model["prior"]
    start = prior["good"] / (prior["good"] + prior["bad"])
    divisor = prior["good"] + prior["bad"]
    for entry in entries:
        divisor += abs(entry[1])
    up, down = 1000 * (1 - start) / divisor, 1000 * start / divisor
    mean = 1000 * start
    for _, weight, _, _ in entries:
        mean += weight * (up if weight > 0 else down)
    return min(max(half_up(mean), 0), 1000)


def assess(state, model, now):
    bare = circumstances(state, model, now) + conduct(state, model, now)
    weighed = amplified(bare, model)
    severe = 0.0
    for _, weight, _, counts in weighed:
        severe = severe - weight if counts else severe
    vouched = amplified([entry for entry in bare if entry[2]], model)
    by_vouched, good = score_of(vouched, model), 0.0
    for entry in vouched:
        good += max(entry[1], 0)
    starts = model["tierFrom"]
    if by_vouched < starts["standard"]:
        tier = "low"
    elif good < model["leastEvidence"]:
        tier = "new"
    else:
        tier = next((name for name in ("preferred", "trusted") if by_vouched >= starts[name]), "standard")
    sober = score_of(amplified([entry for entry in bare if entry[2] or entry[1] < 0], model), model)
    risk = next((r["level"] for r in model["risk"] if sober < r["scoreBelow"] or severe >= r["severeFrom"]), "low")
    override = state.get("facts", {}).get("override")
    if override and override["until"] > now:
        tier = override["tier"]
        if half_up(severe * 1000) <= override["severe"] and override["riskLevel"]:
            risk = override["riskLevel"]
    return score_of(weighed, model), tier, risk


def limits_of(tier, risk, model):
    limits, restriction = dict(model["limits"][tier]), dict(model["restrictions"].get(risk, {}))
    least = restriction.pop("leastPayoutDelayDays", 0)
    limits.update(restriction)
    limits["payoutDelayDays"] = max(limits["payoutDelayDays"], least)
    limits["maxOrder"] = {c: half_up(limits["maxOrder"] * rate) for c, rate in model["currencies"].items()}
    return limits


def holds(text, facts):
    """A condition: `||` binds least, then `&&`, then comparisons; `!` most."""
    tokens = re.findall(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|-?\d+|\w+|[=!<>]=|&&|\|\||[()<>!,\[\]]', text)
    tokens.reverse()

    def atom():
        token = tokens.pop()
        if token[0] in "\"'":
            return json.loads('"' + token[1:-1] + '"')
        return facts[token] if token in facts else int(token)

    def simple():
        token = tokens[-1]
        if token == "!":
            tokens.pop()
            return not simple()
        if token == "(":
            tokens.pop()
            value = either()
            tokens.pop()
            return value
        if token in ("true", "false"):
            return tokens.pop() == "true"
        left, op = atom(), tokens.pop()
        if op == "in":
            found = False
            while tokens.pop() != "]":
                if tokens[-1] != "]":
                    found = (atom() == left) or found
            return found
        right = atom()
        return {"==": lambda: left == right, "!=": lambda: left != right, "<": lambda: left < right,
                "<=": lambda: left <= right, ">": lambda: left > right, ">=": lambda: left >= right}[op]()

    def both():
        value = simple()
        while tokens and tokens[-1] == "&&":
            tokens.pop()
            value = simple() and value
        return value

    def either():
        value = both()
        while tokens and tokens[-1] == "||":
            tokens.pop()
            value = both() or value
        return value

    return either()


def derive(decision, state, model):
    now, action, context = decision["evaluatedAt"], decision["action"], decision["context"]
    score, tier, risk = assess(state, model, now)
    limits, facts = limits_of(tier, risk, model), state.get("facts", {})
    minor, currency = decision["amountMinor"], decision["currency"]
    method, listings = context["paymentMethod"], context["activeListings"]
    checkout, priced = action == "checkout", minor is not None
    deny_from = model["decisions"]["denyFrom"][action]
    is_so = {
        "accountBarred": any(bar["is"] for bar in facts.get("barred", {}).values()),
        "riskTooHigh": deny_from is not None and RISKS.index(risk) >= RISKS.index(deny_from),
        "couponNotEligible": action == "coupon" and not limits["couponEligible"],
        "listingCapReached": action == "listing" and listings is not None and listings >= limits["listingCap"],
        "manualReview": limits["manualReview"],
        "currencyUnknown": checkout and priced and currency not in limits["maxOrder"],
        "orderAboveLimit": checkout and priced and minor > limits["maxOrder"].get(currency, math.inf),
        "paymentMethodNotAllowed": checkout and method is not None and method not in limits["paymentMethods"],
        "payoutDelayed": action == "payout" and limits["payoutDelayDays"] > 0,
    }
    asked = {
        "action": action, "tier": tier, "risk": risk, "score": score, "verification": level_of(facts),
        "currency": currency or "", "amount": minor or 0, "country": context["country"] or "",
        "paymentMethod": method or "", "activeListings": listings or 0,
        "accountAgeDays": max((now - facts.get("since", now)) // DAY, 0),
    }
    held = [one for one in model.get("conditions", []) if holds(one["when"], asked)]
    lifted = any(one["outcome"] == "allow" for one in held)
    reasons = [name for name in EFFECTS if is_so[name] and not (lifted and EFFECTS[name] == "limit")]
    found = [EFFECTS[name] for name in reasons] + [one["outcome"] for one in held]
    outcome = OUTCOMES[max([0, *map(OUTCOMES.index, found)])]
    return {
        "outcome": outcome, "reasons": reasons + ["condition"] * bool(held), "conditions": [one["name"] for one in held],
        "score": score, "tier": tier, "riskLevel": risk,
    }


def question_of(decision):
    """What was asked: by whose name, not of whom it was found to be."""
    minor, currency = decision["amountMinor"], decision["currency"]
    return {
        "accountId": decision["accountId"] if decision["externalRef"] is None else None,
        "externalRef": decision["externalRef"], "action": decision["action"], "context": decision["context"],
        "amount": None if minor is None or currency is None else {"minor": minor, "currency": currency},
    }


def judge(decision, models, states):
    state, model = states.get(decision["stateDigest"]), models.get(decision["modelHash"])
    if state is None or model is None:
        return {"id": decision["id"], "missing": "state" if state is None else "model"}
    derived = derive(decision, state, model)
    derived["modelVersion"], derived["questionDigest"] = model["version"], digest(question_of(decision))
    return None if all(decision[name] == value for name, value in derived.items()) else {"id": decision["id"], "derived": derived}


def main():
    models, states, agreed, wrong, ended, decisions, last = {}, {}, 0, [], False, 0, None
    before = hashlib.sha256()
    for raw in sys.stdin.buffer:
        try:
            entry = json.loads(raw)
            if canonical(entry).encode() + b"\n" != raw or ended:
                raise ValueError("no line of an export")
            if "model" in entry or "state" in entry:
                kind = "model" if "model" in entry else "state"
                if digest(entry[kind]) != entry["hash" if kind == "model" else "digest"]:
                    raise ValueError("another hash")
                (models if kind == "model" else states)[digest(entry[kind])] = entry[kind]
                if len(states) > 10_000:
                    del states[next(iter(states))]
            elif "decision" in entry:
                decisions, last = decisions + 1, entry["decision"]["id"]
                found = judge(entry["decision"], models, states)
                agreed += found is None
                wrong += [found] if found else []
            elif "end" in entry:
                ended = True
                if entry["end"] != {"decisions": decisions, "last": last, "sha256": before.hexdigest()}:
                    raise ValueError("another end")
            elif before.digest() != hashlib.sha256().digest():
                raise ValueError("no line of an export")
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            wrong.append({"line": raw[:80].decode("utf-8", "replace"), "why": str(error)})
        before.update(raw)
    if not ended:
        wrong.append({"why": "the end is missing"})
    for one in wrong[:20]:
        print(json.dumps(one))
    print(f"{agreed} of {decisions} decisions derived alike")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
