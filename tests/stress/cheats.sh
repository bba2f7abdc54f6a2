#!/usr/bin/env bash
# One step of phase 4: humans who cheat bots in trades, or look for cycles of trades, vendors and auctions that yield money. Prints its
# measures and checks as a line of JSON for tests/stress/report.pl; what the race said on standard error.
#
# Usage: tests/stress/cheats.sh market|group TRADES    trades, under that policy (build/tools/trade_race)
#        tests/stress/cheats.sh cycles HOURS           simulated hours (build/tools/cycle_race)
# Environment: SEED (1)
cd "$(dirname "$0")/../.."
. ci/lib.sh
set +e
kind=$1 size=$2
: "${SEED:=1}"
[[ $kind =~ ^(market|group|cycles)$ && $size =~ ^[1-9][0-9]{0,6}$ && $SEED =~ ^[1-9][0-9]{0,8}$ ]] || show_help
race=(build/tools/trade_race "$size" "$SEED" "$kind")
[ "$kind" != cycles ] || race=(build/tools/cycle_race "$(perl -e 'printf "%.5f", $ARGV[0] / 24' "$size")" "$SEED")
# As many as tests/sample/trade_duel.h has.
bots=$(grep -oP '^ *DUEL_PAIRS = \K[0-9]+' tests/sample/trade_duel.h)
"${race[@]}" >"$SCRATCH/said" 2>&1
code=$?
cat "$SCRATCH/said" >&2
KIND=$kind CODE=$code BOTS=${bots:-0} perl -MJSON::PP -0777 -ne '
  my (@measures, @checks);
  my $check = sub { push @checks, [$_[0], $_[1] ? 1 : 0, $_[2]] };
  if ($ENV{KIND} eq "cycles") {
    my ($days, $trades, $posted, $bids, $won, $sold) = /^([\d.]+) days: (\d+) trades; at auction (\d+) posted, (\d+) bids, (\d+) won, (\d+) sold/m;
    my ($times) = /^humans had .*?; (\d+) times they had more/m;
    push @measures, ["simulated", sprintf("%.1f", 24 * ($days // 0)), "h"], ["trades, posts and bids", ($trades // 0) + ($posted // 0) + ($bids // 0), "acts"];
    $check->("humans traded and bid", $trades && $bids, ($trades // 0) . " trades, " . ($bids // 0) . " bids");
    $check->("no cycle yields money", defined $times && $times == 0, defined $times ? "$times times" : "nothing was said");
  } else {
    my ($opened, $done, $gifts, $tricks) = /^(\d+) trades opened, (\d+) exchanged \((\d+) gifts\), (\d+) tricks/m;
    my ($share, $worst) = /copper at trusted prices: ([-+][\d.]+) %; the worst trade cost ([\d.]+) %/;
    push @measures, ["trades opened", $opened // 0, "trades"], ["exchanged", $done // 0, "trades"], ["tricks", $tricks // 0, "tricks"], ["worst trade for a bot", $worst // 100, "% of what it gave"];
    $check->("humans traded", $done, ($done // 0) . " of " . ($opened // 0));
    $check->("bots gave presents", $gifts, $gifts // 0) if $ENV{KIND} eq "group";
  }
  my ($beyond) = /^(\d+) exchanges beyond the margin/m;
  $check->("no exchange beyond the margin", defined $beyond && $beyond == 0, $beyond // "nothing was said");
  $check->("the race ended well", $ENV{CODE} == 0, "exit code $ENV{CODE}");
  my %names = (market => "cheats", group => "cheats in groups", cycles => "cycles");
  print JSON::PP->new->canonical->encode({ step => $names{ $ENV{KIND} }, bots => 0 + $ENV{BOTS}, measures => \@measures, checks => \@checks }), "\n";
  exit(grep { !$_->[1] } @checks) ? 1 : 0;' "$SCRATCH/said"
