/* SRP6: salt and verifier of a usable password, in the forms that the host databases store. */
#ifndef PB_BASE_SRP6_H
#define PB_BASE_SRP6_H

#include <stddef.h>
#include <stdint.h>

struct bignum_st;

enum {
    PB_SRP6_SALT = 32,
    PB_SRP6_GAME_VERIFIER = 32,
    PB_SRP6_BNET_VERIFIER = 256,
    /* Longest texts in characters, as the cores have them: MAX_ACCOUNT_STR (16 on TrinityCore, 20 on
     * AzerothCore), MAX_PASS_STR, MAX_BNET_EMAIL_STR, MAX_BNET_PASS_STR. */
    PB_SRP6_GAME_NAME_MAX = 20,
    PB_SRP6_GAME_PASSWORD_MAX = 16,
    PB_SRP6_BNET_EMAIL_MAX = 320,
    PB_SRP6_BNET_PASSWORD_MAX = 128,
};

/* What a host table stores. Whoever has it can try passwords against it: cleanse it after use. */
struct pb_srp6_pair {
    uint8_t salt[PB_SRP6_SALT];
    uint8_t verifier[PB_SRP6_BNET_VERIFIER]; /* little-endian; zeros beyond verifier_size */
    size_t verifier_size;
};

/*
 * Salt and verifier of table `account`, TrinityCore and AzerothCore (their "Grunt" SRP6):
 * x = SHA1(salt | SHA1(NAME ":" PASSWORD)) read little-endian, verifier = 7^x mod N, N of 256 bits.
 * Name and password are upper-cased as Utf8ToUpperOnlyLatin of the cores does: a to z, whatever else stays.
 * A password of more than 16 characters is refused here because the cores refuse it. TrinityCore gives the
 * game account of a BattleNet account the first 16 bytes of the password; such a cut is the caller's to make.
 *
 * @param username 1 to 20 characters of UTF-8
 * @param password 1 to 16 characters of UTF-8; not kept
 * @param salt     32 bytes, or NULL for random ones
 * @param pair     written on success, all zeros otherwise; verifier_size is 32
 * @return 0, PB_E_bad_login, PB_E_bad_password, or PB_E_crypto. Any thread; some microseconds.
 */
int pb_srp6_game(const char *username, const char *password, const uint8_t salt[PB_SRP6_SALT],
                 struct pb_srp6_pair *pair) __attribute__((warn_unused_result));

/*
 * Salt and verifier of TrinityCore's table `battlenet_accounts`, srp_version 2:
 * name = upper-case hexadecimal SHA256 of the address with a to z upper-cased;
 * x = PBKDF2-HMAC-SHA512(name ":" password, salt, 15000 iterations, 64 bytes) read as a big-endian two's
 * complement number, mod N-1; verifier = 2^x mod N, N the 2048-bit group of RFC 5054. The password keeps its
 * case.
 *
 * The verifier is 256 bytes, zeros at the end when the number is smaller. TrinityCore writes such a number
 * without these zeros, but reads any length as a number, so both are the same to it.
 *
 * A negative x is read in two ways: registration pages, whose accounts log in, take the remainder that is not
 * negative; C++ over BN_mod and BN_mod_exp, as TrinityCore's BigNumber was when last seen, takes |x|. A given
 * salt gets the first. A random salt is drawn again until x is not negative, where both agree: two draws on
 * average.
 *
 * @param email    1 to 320 characters of UTF-8, as in battlenet_accounts.email (in any case)
 * @param password 1 to 128 characters of UTF-8; not kept
 * @param salt     32 bytes, or NULL for random ones
 * @param pair     written on success, all zeros otherwise; verifier_size is 256
 * @return 0, PB_E_bad_login, PB_E_bad_password, or PB_E_crypto. Any thread; tens of milliseconds: not in a
 * tick.
 */
int pb_srp6_bnet_v2(const char *email, const char *password, const uint8_t salt[PB_SRP6_SALT],
                    struct pb_srp6_pair *pair) __attribute__((warn_unused_result));

/*
 * verifier = generator^x mod modulus, little-endian, padded with zeros to `size` bytes: the step all forms
 * share, public so that the vectors of RFC 5054 reach it. The modulus is odd and written in hexadecimal; x is
 * not negative. The time depends on the sizes, not on the bits of x. Returns 0 or PB_E_crypto (also when
 * `size` is too small).
 */
int pb_srp6_power(const char *modulus, unsigned generator, const struct bignum_st *x, uint8_t *verifier,
                  size_t size) __attribute__((warn_unused_result));

#endif
