#!/usr/bin/env bash
# What an embedding developer gets: make install and uninstall, pkg-config, exported names, a host in C and in C++ against
# the shared and the static library, and the minimal host of docs/library.md on a private server. TAP.
cd "$(dirname "$0")/../.."
. ci/lib.sh
. ci/test.sh
set +e
work=$(mktemp -d /tmp/playerbot-library.XXXXXX)
chmod 755 "$work"
trap 'kill $(jobs -rp) 2>/dev/null; ci/server stop "$work/server" >/dev/null 2>&1; rm -rf "$work" "$SCRATCH"' EXIT
nothing() { [ -z "$1" ] || { echo "seen: $1, wanted: nothing"; return 1; }; }
files() { (cd "$1" && find . ! -type d | sort); }

prefix=$work/prefix
is 'make install' make -s install PREFIX="$prefix" DESTDIR=
is 'make install with DESTDIR' make -s install PREFIX=/usr DESTDIR="$work/root"
is 'puts the same files there' equals "$(files "$work/root/usr")" "$(files "$prefix")"
is 'pkg-config and unit name the final place, not DESTDIR' sh -c 'grep -q "^prefix=/usr$" "$1/usr/lib/pkgconfig/playerbot.pc" && grep -q "^ExecStart=/usr/bin/playerbotd " "$1/usr/lib/systemd/system/playerbot.service" && ! grep -rqI --exclude="*.a" "$1" "$1"' sh "$work/root"
is 'the installed programs start' sh -c '"$1/bin/playerbotd" --version | grep -qx "playerbotd $(cat VERSION)" && test -x "$1/bin/playerbotctl"' sh "$prefix"

export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
is 'pkg-config knows the version' equals "$(pkg-config --modversion playerbot)" "$(cat VERSION)"
is 'and the headers' sh -c 'pkg-config --cflags playerbot | grep -q -- "-I$1/include"' sh "$prefix"
is 'a shared link needs nothing but the library' equals "$(pkg-config --libs playerbot | xargs)" "-L$prefix/lib -lplayerbot"

# The header says what is public: each function that it marks, and no other name.
marked=$(tr '\n' ' ' <src/include/playerbot.h | sed 's|/\*[^*]*\*\+\([^/*][^*]*\*\+\)*/||g' | grep -oE 'PB_API [^(;]*\(' | grep -oE 'pb_[a-z_]+\($' | tr -d '(' | sort)
is 'the header marks functions' [ "$(wc -l <<<"$marked")" -gt 30 ]
is 'the shared library exports them and nothing else' diff <(echo "$marked") <(nm -D --defined-only "$prefix/lib/libplayerbot.so" | awk '{print $3}' | sort)
is 'so does the static one' diff <(echo "$marked") <(nm -g --defined-only "$prefix/lib/libplayerbot.a" | awk 'NF == 3 {print $3}' | sort)
is 'its soname has the number of the interface' sh -c 'objdump -p "$1" | grep -q "SONAME *libplayerbot.so.0$"' sh "$prefix/lib/libplayerbot.so"

# A host that asks for every function, so that each name links; made from the header.
{ printf '#include <playerbot.h>\n#include <stdio.h>\nint main(void)\n{\n    unsigned long sum = 0;\n'
  for name in $marked; do printf '    sum += (unsigned long)(%s != 0);\n' "$name"; done
  printf '    printf("%%s %%lu\\n", pb_version(), sum);\n    return pb_error_name(PB_E_busy)[0] != 98;\n}\n'
} >"$work/every.c"
warnings='-Wall -Wextra -Werror -Wno-address -Wno-nonnull-compare'
cflags=$(pkg-config --cflags playerbot)
shared=$(pkg-config --libs playerbot)
static=$(pkg-config --static --libs playerbot | sed 's/-lplayerbot/-l:libplayerbot.a/')
for source in every minimal_host; do
  cp tests/host/minimal_host.c "$work"
  for language in c c++; do
    if [ $language = c ]; then compiler="${CC:-cc} -std=gnu11 -x c"; else compiler="${CXX:-c++} -std=c++11 -x c++"; fi
    for form in shared static; do
      # shellcheck disable=SC2086
      is "$source.c as $language, $form, compiles without a warning" $compiler $warnings $cflags -o "$work/$source-$language-$form" "$work/$source.c" -x none ${!form}
    done
  done
done
wanted="$(cat VERSION) $(wc -l <<<"$marked")"
for language in c c++; do
  is "the shared $language host runs" equals "$(LD_LIBRARY_PATH=$prefix/lib "$work/every-$language-shared")" "$wanted"
  is "the static $language host runs without the shared library" equals "$("$work/every-$language-static")" "$wanted"
done
is 'the version can be asked' equals "$("$work/minimal_host-c++-static" --version)" "$(cat VERSION)"

# The minimal host does what docs/library.md says.
export DB_SOCKET=$work/server/mysql.sock DB_USER=root HOST_CORE=trinitycore
SERVER_BUFFER_POOL=64M ci/deployed-server "$work/server" >/dev/null 2>&1 || exit 1
one() { ci/sql -N playerbot -e "$1"; }
ci/sql -e "CREATE USER bot@localhost IDENTIFIED BY 'library-secret'; GRANT playerbot_agent TO bot@localhost; SET DEFAULT ROLE playerbot_agent FOR bot@localhost"
(umask 077; printf '[client]\nuser=bot\npassword=library-secret\nsocket=%s\n' "$DB_SOCKET" >"$work/agent.cnf")
printf 'Playerbot.Database.OptionFile = %s\nPlayerbot.Agent.Name = host\nPlayerbot.Agent.Bots = 20\nPlayerbot.MaxBotsTotal = 20\nPlayerbot.HeartbeatInterval = 1\nPlayerbot.LeaseTtl = 4\n' "$work/agent.cnf" >"$work/host.conf"
all_play() { timeout 60 perl -ne "exit 42 if /plays, start $1\$/ && ++\$n == 2" <(follow "$work/out"); [ $? = 42 ] || { cat "$work/out" "$work/log"; return 1; }; }
# plays HOST START: both accounts enter the world, and TERM returns them.
plays() {
  # There before the host is: whoever follows the file must not come first.
  : >"$work/out"
  : >"$work/log"
  "$work/$1" "$work/host.conf" >>"$work/out" 2>>"$work/log" &
  pid=$!
  is "$1: both accounts play, start $2" all_play "$2"
}
ends() {
  kill -TERM $pid
  wait $pid
  is 'TERM ends it with 0' equals $? 0
  is 'it says how many it returned' grep -qx 'returned 2 accounts' "$work/out"
  is 'no lease is left' equals "$(one 'SELECT COUNT(*) FROM v_leases')" 0
}
plays minimal_host-c-static 1
ends
export LD_LIBRARY_PATH=$prefix/lib
plays minimal_host-c++-shared 2
one "CALL register_agent('host', 'elsewhere', '1')" >/dev/null
is 'another agent of its name: it stops both bots in the event' until_line '^lost all 2: ' "$work/out"
is 'it leases again, and goes on with the states' all_play 3
ends
unset LD_LIBRARY_PATH

is 'make uninstall' make -s uninstall PREFIX="$prefix" DESTDIR=
is 'leaves no file' nothing "$(files "$prefix")"
# What an administrator installs beside it is his.
touch "$work/root/usr/share/playerbot/mine"
is 'make uninstall with DESTDIR' make -s uninstall PREFIX=/usr DESTDIR="$work/root"
is 'leaves what it did not install' equals "$(files "$work/root")" ./usr/share/playerbot/mine
make -s build/playerbot.pc
echo "1..$number"
exit $failed
