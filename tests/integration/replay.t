#!/usr/bin/env bash
# A whole run recorded and done again: playerbotd --record with an operator at work and a database that dies and comes back, then
# --replay without any database; recordings that are cut, damaged, of a killed run, of a full disk. On a private server. TAP.
cd "$(dirname "$0")/../.."
. ci/lib.sh
. ci/test.sh
set +e
work=$(mktemp -d /tmp/playerbot-replay.XXXXXX)
chmod 755 "$work"
trap 'kill $(jobs -rp) 2>/dev/null; ci/server stop "$work/server" >/dev/null 2>&1; rm -rf "$work" "$SCRATCH"' EXIT
says() { grep -q -- "$1" "$2" || { cat "$2"; return 1; }; }
# With no way to any database.
replay() { env -u DB_SOCKET -u DB_USER build/playerbotd --replay "$1" >"$work/replay" 2>&1; echo $?; }
digest() { grep -oE 'digest [0-9a-f]{16}' "$1"; }

export DB_HOST='' DB_PORT='' DB_PASSWORD='' DB_DEFAULTS_FILE='' DB_USER=root DB_SOCKET=$work/server/mysql.sock HOST_CORE=trinitycore
start_server() { SERVER_BUFFER_POOL=128M ci/server start "$work/server" >"$work/log" 2>&1; }
WORLD_SCALE=20 ci/deployed-server "$work/server" >"$work/log" 2>&1 ||
  { sed 's/^/# /' "$work/log" | tail -n 20; echo 'Bail out! no server'; exit 1; }
echo "CREATE USER realm@localhost IDENTIFIED BY 'wolf'; GRANT playerbot_realm TO realm@localhost; SET DEFAULT ROLE playerbot_realm FOR realm@localhost;" | client
(umask 077; printf '[client]\nuser=realm\npassword=wolf\nsocket=%s\n' "$DB_SOCKET" >"$work/realm.cnf")
printf 'Playerbot.Database.OptionFile = %s\nPlayerbot.Control.Socket = %s\nPlayerbot.Agent.Name = replay\nPlayerbot.MaxBotsTotal = 40\nPlayerbot.Agent.Bots = 40\nPlayerbot.HeartbeatInterval = 1\nPlayerbot.LeaseTtl = 60\n' \
  "$work/realm.cnf" "$work/sock" >"$work/realm.conf"
ctl() { build/playerbotctl -c "$work/realm.conf" "$@"; }

build/playerbotd -c "$work/realm.conf" --realm --record "$work/run" >"$work/out" 2>&1 &
daemon=$!
is 'all bots come into the world' until_line 'bots online=40 ' "$work/out"
guid=$(ctl --json bots | perl -MJSON::PP -e 'print decode_json(join "", <>)->[0]{guid}')
is 'an operator is at work' sh -c "build/playerbotctl -c $work/realm.conf systems disable group && build/playerbotctl -c $work/realm.conf bots disable $guid && build/playerbotctl -c $work/realm.conf market start"
kill -KILL "$(cat "$work/server/pid")"
is 'the database dies' until_line 'database=[^o]' "$work/out"
is 'bots go on: they kill' until_line 'bots online=40 .* kills=[1-9]' "$work/out"
lines=$(wc -l <"$work/out")
is 'the database comes back' start_server
is 'and is reached' until_line 'database=ok' "$work/out" "$lines"
is 'the operator goes on' ctl systems enable group
is 'a configuration is read anew' sh -c "echo 'Playerbot.Quest.Strategy = group' >>$work/realm.conf; build/playerbotctl -c $work/realm.conf bots enable $guid && kill -HUP $daemon"
kill -TERM "$daemon"
wait "$daemon"
is 'it ends well' equals $? 0
is 'it says what it recorded' says 'recorded [0-9]* ticks, [1-9][0-9]* decisions' "$work/out"

is 'the replay is the same' equals "$(replay "$work/run")" 0
is 'it says so' says 'the same as recorded$' "$work/replay"
is 'with the same digest' equals "$(digest "$work/replay")" "$(digest "$work/out")"
first=$(cat "$work/replay")
replay "$work/run" >/dev/null
is 'as often as it is done' equals "$(cat "$work/replay")" "$first"

size=$(stat -c %s "$work/run")
head -c $((size - 7)) "$work/run" >"$work/cut"
is 'a recording that was cut is told' equals "$(replay "$work/cut")" 5
is 'with the place' says 'damaged: block [0-9]*, at byte [0-9]*: the file stops within a block' "$work/replay"
is 'and what is whole is replayed' says '^[1-9][0-9]* ticks' "$work/replay"
# One byte in the middle of what the longest block has compressed (recording.h: the head of a block has 20 bytes).
perl -0777 -pe 'my ($at, $middle, $most) = (8 + unpack("x6 v", $_), 0, 0);
  while (substr($_, $at, 4) eq "PBRB") { my $size = unpack "x8 V", substr $_, $at; ($middle, $most) = ($at + 20 + $size / 2, $size) if $size > $most; $at += 20 + $size }
  die "no blocks" unless $most; substr($_, $middle, 1) ^= "\xff"' "$work/run" >"$work/wrong"
is 'wrong bytes are told' equals "$(replay "$work/wrong")" 5
is 'by the checksum' says 'its checksum differs' "$work/replay"
is 'another file is refused' equals "$(replay "$work/realm.conf")" 5
is 'as what it is' says 'no recording of Playerbot' "$work/replay"
is 'a missing file too' equals "$(replay "$work/nothing")" 5

build/playerbotd -c "$work/realm.conf" --realm --record "$work/killed" >"$work/out2" 2>&1 &
daemon=$!
is 'a second run' until_line 'bots online=40 ' "$work/out2"
kill -KILL "$daemon"
wait "$daemon" 2>/dev/null
is 'of a killed run, what there is can be replayed' equals "$(replay "$work/killed")" 5
is 'it is the same so far' says 'the same as recorded as far as it can be read' "$work/replay"
is 'hundreds of ticks' at_least "$(grep -oE '^[0-9]+' "$work/replay")" 50

build/playerbotd -c "$work/realm.conf" --realm --duration 8 --record /dev/full >"$work/out" 2>&1
is 'a full disk ends the recording, not the run: exit code' equals $? 5
is 'it is said' says 'the recording ends here: No space left' "$work/out"
is 'the bots live on' says 'ended after [89] s' "$work/out"
is '--record wants --realm' sh -c "! build/playerbotd -c $work/realm.conf --record $work/x 2>$work/usage && grep -q 'needs --realm' $work/usage"
echo "1..$number"
exit $failed
