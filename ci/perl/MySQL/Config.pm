package MySQL::Config;

# Stands where sqitch looks for the option file: without it sqitch writes the password on the command line of the
# client, where every user of the machine can read it. The password comes through the environment instead.
use strict;
use warnings;

sub parse_defaults { return { password => $ENV{MYSQL_PWD} // '' } }

1;
