#!/usr/bin/env python3
# The SRP6 code against this implementation of the same formulas, which is held against published vectors first. TAP.
#
# Usage: tests/integration/srp6.t [PROGRAM]      default build/tools/srp6
# Environment: SEED repeats the random cases of an earlier run.
import hashlib
import os
import random
import subprocess
import sys

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
PROGRAM = sys.argv[1:] or ["build/tools/srp6"]
SEED = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**9))
CASES = 60
rng = random.Random(SEED)

GAME_N = 0x894B645E89E1535BBDAD5B8B290650530801B18EBFBF5E8FAB3C82872A3E9BB7
# RFC 5054, appendix A: the groups of 1024 and 2048 bits.
RFC_N = int("""EEAF0AB9ADB38DD69C33F80AFA8FC5E86072618775FF3C0B9EA2314C9C256576D674DF7496EA81D3383B4813D692C6E0
    E0D5D8E250B98BE48E495C1D6089DAD15DC7D7B46154D6B6CE8EF4AD69B15D4982559B297BCF1885C529F566660E57EC68EDBC3C05726CC02F
    D4CBF4976EAA9AFD5138FE8376435B9FC61D2FC0EB06E3""".replace("\n", "").replace(" ", ""), 16)
BNET_N = int("""AC6BDB41324A9A9BF166DE5E1389582FAF72B6651987EE07FC3192943DB56050A37329CBB4A099ED8193E0757767A13DD52312AB
    4B03310DCD7F48A9DA04FD50E8083969EDB767B0CF6095179A163AB3661A05FBD5FAAAE82918A9962F0B93B855F97993EC975EEAA80D740ADB
    F4FF747359D041D5C33EA71D281E446B14773BCA97B43A23FB801676BD207A436C6481F1D2B9078717461A5B9D32E688F87748544523B524B0
    D57D5EA77A2775D2ECFA032CFBDBF52FB3786160279004E57AE6AF874E7303CE53299CCC041C7BC308D82A5698F3A8D0C38271AE35F8E9DBFB
    B694B5C803D89F7AE435DE236D525F54759B65E372FCD68EF20FA7111F9E4AFF73""".replace("\n", "").replace(" ", ""), 16)


def upper(text):
    return "".join(c.upper() if "a" <= c <= "z" else c for c in text)


def game(user, password, salt):
    inner = hashlib.sha1((upper(user) + ":" + upper(password)).encode()).digest()
    x = int.from_bytes(hashlib.sha1(salt + inner).digest(), "little")
    return pow(7, x, GAME_N).to_bytes(32, "little")


def bnet_x(user, password, salt):
    name = hashlib.sha256(upper(user).encode()).hexdigest().upper()
    stretched = hashlib.pbkdf2_hmac("sha512", (name + ":" + password).encode(), salt, 15000)
    return int.from_bytes(stretched, "big", signed=True)


def bnet_of_x(x):
    return pow(2, x % (BNET_N - 1), BNET_N).to_bytes(256, "little")


def bnet(user, password, salt):
    return bnet_of_x(bnet_x(user, password, salt))


def ask(lines):
    """Answers of the C code, one a line."""
    text = "".join("\t".join(line) + "\n" for line in lines)
    done = subprocess.run(PROGRAM, input=text.encode(), stdout=subprocess.PIPE, check=False)
    answers = done.stdout.decode().splitlines()
    if done.returncode != 0 or len(answers) != len(lines):
        print(f"# {PROGRAM} ended with {done.returncode}, {len(answers)} answers to {len(lines)} lines")
        answers += [""] * (len(lines) - len(answers))
    return answers


number = failed = 0


def check(name, complaints):
    global number, failed
    number += 1
    for complaint in complaints[:5]:
        print("# " + complaint)
    failed |= bool(complaints)
    print(("not ok" if complaints else "ok") + f" {number} - srp6: {name}", flush=True)


def same(seen, wanted):
    return [] if seen == wanted else [f"seen: {seen}, wanted: {wanted}"]


def text(most):
    """Letters of both cases, digits, signs, letters and signs of 2 to 4 bytes; no tab or control character."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !:@[`{~.#é߀µÿИя漢🐉\u0800\ud7ff\U0010ffff"
    return "".join(rng.choice(letters) for _ in range(rng.randint(1, most)))


def compare(name, form, calculate, users, passwords, facts=()):
    cases = [(form, text(users), text(passwords), rng.randbytes(32).hex()) for _ in range(CASES)] + list(facts)
    complaints = []
    for case, seen in zip(cases, ask(cases)):
        wanted = case[3] + ":" + calculate(case[1], case[2], bytes.fromhex(case[3])).hex()
        complaints += [f"{case}: {c}" for c in same(seen, wanted)]
    check(name, complaints)
    return cases


print(f"# seed {SEED}")
# RFC 5054, appendix B.
check("this implementation of g^x mod N has the verifier of RFC 5054", same(
    pow(2, 0x94B7555AABE9127CC58CCF4993DB6CF84D16C124, RFC_N), int("""7E273DE8696FFC4F4E337D05B4B375BEB0DDE1569E8FA00A9886D8
    129BADA1F1822223CA1A605B530E379BA4729FDC59F105B4787E5186F5C671085A1447B52A48CF1970B4FB6F8400BBF4CEBFBB168152E08AB5
    EA53D15C1AFF87B2B9DA6E04E058AD51CC72BFC9033B564E26480D78E955A5E29E7AB245DB2BE315E2099AFB""".replace("\n", "").replace(
        " ", ""), 16)))
# stackoverflow.com/questions/15593184, "PBKDF2 HMAC SHA-512 test vectors", in the manner of RFC 6070.
check("its PBKDF2-HMAC-SHA512 has the published values", same(
    [hashlib.pbkdf2_hmac("sha512", b"password", b"salt", n).hex() for n in (1, 2)],
    ["867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252c02d470a285a0501bad999bfe943c08f050235d7d68b1da5"
     "5e63f73b60a57fce",
     "e1d9c16aa681708a45f5c7c4e215ceb66e011a2e9f0040713f18aefdb866d53cf76cab2868a39b9f7840edce4fef5a82be67335c77a6068e"
     "04112754f27ccf4e"]))
# github.com/gtker/wow_srp, tests/srp6_internal/calculate_v_values.txt, big-endian there.
check("its game form has a verifier of gtker/wow_srp", same(
    game("LF2BGFQIFQ3HZ1ZF", "MVRVMUJFWRA0IBVK",
         bytes.fromhex("AFE5D28E925DBB3DAFED5D91ACA0928940E8FBFEF2D2A3CC154ADA0FE6ABEF6F")[::-1])[::-1].hex(),
    "21B4153B0A938D0A69D28F2690CC3F79A99A13C40CACB525B3B79D4201EB33FF".lower()))

# A verifier with zeros at its high end is stored in full length.
short = next(salt for salt in iter(lambda: rng.randbytes(32), None) if game("SHORT", "VERIFIER", salt)[31] == 0)
compare(f"game form, {CASES} random cases and one of a small number", "game", game, 20, 16,
        [("game", "short", "verifier", short.hex())])
small = ("bnet", "short@example.org", "verifier", "8527a891e224136950ff32ca212b45bc93f69fbb801c3b1ebedac52775f99e61")
cases = compare(f"BattleNet form, {CASES} random cases and one of a small number", "bnet", bnet, 320, 128, [small])
signs = [bnet_x(*case[1:3], bytes.fromhex(case[3])) < 0 for case in cases]
check("these cases had an x of either sign and a verifier below 2^2040",
      [] if 0 < sum(signs) < len(signs) and bnet(*small[1:3], bytes.fromhex(small[3]))[255] == 0 else [f"{signs}"])

# Random salts: the verifier is right whether a core takes x mod N-1 or, as BN_mod_exp does, |x|.
lines = [("game", "Bot", "Secret", "-")] * 4 + [("bnet", "Bot@Example.org", "Secret", "-")] * 16
pairs = [tuple(map(bytes.fromhex, (a + ":").split(":")[:2])) for a in ask(lines)]
check("random salts are never the same", same(len({salt for salt, _ in pairs}), len(lines)))
check("random salts, game form", same([v for _, v in pairs[:4]], [game("bot", "secret", s) for s, _ in pairs[:4]]))
xs = [bnet_x("bot@example.org", "Secret", salt) for salt, _ in pairs[4:]]
check("random salts, BattleNet form", same([v for _, v in pairs[4:]], [bnet_of_x(x) for x in xs]))
check("random salts, BattleNet form: x is not negative", same(sum(x < 0 for x in xs), 0))
check("errors have names", same(ask([("game", "bot", "x" * 17, "-"), ("bnet", "", "x", "-")]), ["bad_password", "bad_login"]))
print(f"1..{number}")
sys.exit(failed)
