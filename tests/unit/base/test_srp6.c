#include "base/error.h"
#include "base/srp6.h"
#include <openssl/bn.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static const uint8_t some_salt[PB_SRP6_SALT] = {1, 2, 3};

/* Bytes of a hexadecimal text, reversed if asked: sources print numbers big-endian, tables have them
 * little-endian.
 */
static void from_hex(const char *hex, int reversed, uint8_t *bytes, size_t size)
{
    BIGNUM *number = NULL;

    assert_int_equal(BN_hex2bn(&number, hex), 2 * size);
    assert_int_equal(reversed ? BN_bn2lebinpad(number, bytes, (int)size)
                              : BN_bn2binpad(number, bytes, (int)size),
                     (int)size);
    BN_free(number);
}

/* RFC 5054, appendix B, with the 1024-bit group of appendix A: v of x. */
static void power_of_rfc_5054(void **state)
{
    static const char modulus[] =
        "EEAF0AB9ADB38DD69C33F80AFA8FC5E86072618775FF3C0B9EA2314C9C256576D674DF7496EA81D3383B4813D692C6E0"
        "E0D5D8E250B98BE48E495C1D6089DAD15DC7D7B46154D6B6CE8EF4AD69B15D4982559B297BCF1885C529F566660E57EC"
        "68EDBC3C05726CC02FD4CBF4976EAA9AFD5138FE8376435B9FC61D2FC0EB06E3";
    static const char v[] =
        "7E273DE8696FFC4F4E337D05B4B375BEB0DDE1569E8FA00A9886D8129BADA1F1822223CA1A605B530E379BA4729FDC59"
        "F105B4787E5186F5C671085A1447B52A48CF1970B4FB6F8400BBF4CEBFBB168152E08AB5EA53D15C1AFF87B2B9DA6E04"
        "E058AD51CC72BFC9033B564E26480D78E955A5E29E7AB245DB2BE315E2099AFB";
    uint8_t wanted[128], seen[130];
    BIGNUM *x = NULL;

    (void)state;
    from_hex(v, 1, wanted, sizeof wanted);
    assert_true(BN_hex2bn(&x, "94B7555AABE9127CC58CCF4993DB6CF84D16C124") > 0);
    assert_int_equal(pb_srp6_power(modulus, 2, x, seen, 128), PB_OK);
    assert_memory_equal(seen, wanted, 128);
    memset(seen, 0xFF, sizeof seen);
    assert_int_equal(pb_srp6_power(modulus, 2, x, seen, 130), PB_OK);
    assert_memory_equal(seen, wanted, 128);
    assert_int_equal(seen[128] | seen[129], 0);
    assert_int_equal(pb_srp6_power(modulus, 2, x, seen, 127), PB_E_crypto);
    BN_free(x);
}

static void game_vector(const char *name, const char *password, const char *salt_hex,
                        const char *verifier_hex, int reversed)
{
    static const uint8_t zeros[PB_SRP6_BNET_VERIFIER - PB_SRP6_GAME_VERIFIER];
    uint8_t salt[PB_SRP6_SALT], verifier[PB_SRP6_GAME_VERIFIER];
    struct pb_srp6_pair pair;

    from_hex(salt_hex, reversed, salt, sizeof salt);
    from_hex(verifier_hex, reversed, verifier, sizeof verifier);
    assert_int_equal(pb_srp6_game(name, password, salt, &pair), PB_OK);
    assert_int_equal(pair.verifier_size, sizeof verifier);
    assert_memory_equal(pair.salt, salt, sizeof salt);
    assert_memory_equal(pair.verifier, verifier, sizeof verifier);
    assert_memory_equal(pair.verifier + sizeof verifier, zeros, sizeof zeros);
}

/* github.com/gtker/wow_srp, tests/srp6_internal/calculate_v_values.txt: salt and verifier big-endian. */
static void game_vectors_of_wow_srp(void **state)
{
    (void)state;
    game_vector("LF2BGFQIFQ3HZ1ZF", "MVRVMUJFWRA0IBVK",
                "AFE5D28E925DBB3DAFED5D91ACA0928940E8FBFEF2D2A3CC154ADA0FE6ABEF6F",
                "21B4153B0A938D0A69D28F2690CC3F79A99A13C40CACB525B3B79D4201EB33FF", 1);
    game_vector("TL2XRNJ09DGYK9MQ", "MHMUJMEIX8LGRKZ6",
                "FCAD0C7D6BD03F3DCE8AEB9C64FF1D1550EDB77BF9F1EF2CE437D83C9150DEC1",
                "0C12CF1EB9855705B21B3E0EC9AB2807A6F660659C7C62040E43AE3908B9B827", 1);
    game_vector("FD1MEOVESJ3NALRA", "28ORD3UIV3D0SDO0",
                "2ABA2CEB2F0EEDF0F61289B7F2E2FC398AD7FBDB911CAD166E04FEBFBB4CE5AD",
                "6A4A0F6E0311790047E091EA0913F42F6B602304A9EC107C3DD57C68510864F1", 1);
    game_vector("2D8Z22YJOHEKYLDZ", "7YJYQCH37CP3G307",
                "F23CF0BAF1AC3FEEC8FE09138B7A93ED16CACEDE2C2CEB00A855B97E3FEBA4C8",
                "010B33FE3CAB0888B12E42694DCE5980AFD74DAEDDEBAE7A3D9F823F9EAB0AFF", 1);
}

/* github.com/iBubbleGun/SRP-6_WOW_3.3.5a_RegistrationData, README.md: bytes as the table has them, any case.
 */
static void game_vectors_in_any_case(void **state)
{
    (void)state;
    game_vector("MyLogin", "MyPassword", "3B75CFAD1FB0A58674C2EB8B2158501152F246A3C5E0C358C1E24D5941DB7F70",
                "DE06638F6BA8794EBFE05445825EDACA30FEA76F4879775ED65FB1B6CE884B4C", 0);
    game_vector("mylogin", "MYPASSWORD", "9B13522F583EC15581BA35DBC1D50E68E79DDFA447CF3F876F267645E83F7494",
                "6AFED3AD4EAD37D2364BAA88BCA9019B76D59E6A2838A968CB691C71AB5D5746", 0);
}

/* No vectors of this form are published; tests/integration/srp6.t has another implementation of it. */
static void bnet_case_matters_in_the_password_only(void **state)
{
    struct pb_srp6_pair first, second;

    (void)state;
    assert_int_equal(pb_srp6_bnet_v2("Bot@Example.org", "Secret", some_salt, &first), PB_OK);
    assert_int_equal(first.verifier_size, PB_SRP6_BNET_VERIFIER);
    assert_memory_equal(first.salt, some_salt, sizeof some_salt);
    assert_int_equal(pb_srp6_bnet_v2("bOT@eXAMPLE.ORG", "Secret", some_salt, &second), PB_OK);
    assert_memory_equal(&first, &second, sizeof first);
    assert_int_equal(pb_srp6_bnet_v2("Bot@Example.org", "secret", some_salt, &second), PB_OK);
    assert_memory_not_equal(first.verifier, second.verifier, sizeof first.verifier);
}

static void random_salts(void **state)
{
    struct pb_srp6_pair first, second;

    (void)state;
    assert_int_equal(pb_srp6_game("BOT", "SECRET", NULL, &first), PB_OK);
    assert_int_equal(pb_srp6_game("BOT", "SECRET", NULL, &second), PB_OK);
    assert_memory_not_equal(first.salt, second.salt, sizeof first.salt);
    assert_int_equal(pb_srp6_game("BOT", "SECRET", first.salt, &second), PB_OK);
    assert_memory_equal(&first, &second, sizeof first);
    assert_int_equal(pb_srp6_bnet_v2("BOT@X", "SECRET", NULL, &first), PB_OK);
    assert_int_equal(pb_srp6_bnet_v2("BOT@X", "SECRET", NULL, &second), PB_OK);
    assert_memory_not_equal(first.salt, second.salt, sizeof first.salt);
}

typedef int form(const char *, const char *, const uint8_t *, struct pb_srp6_pair *);

/* Tries a text in a block of its own, so that a checker of memory sees a read beyond its end. */
static int attempt(form *make, const char *name, const char *password)
{
    static const struct pb_srp6_pair zeros;
    char *name_block = strdup(name), *password_block = strdup(password);
    struct pb_srp6_pair pair;
    int error;

    memset(&pair, 0xFF, sizeof pair);
    error = make(name_block, password_block, some_salt, &pair);
    if (error)
        assert_memory_equal(&pair, &zeros, sizeof pair);
    free(name_block);
    free(password_block);
    return error;
}

/* `piece` `count` times. */
static const char *repeated(const char *piece, size_t count, char text[2048])
{
    size_t size = strlen(piece);

    assert_true(size * count < 2048);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * size, piece, size);
    text[size * count] = '\0';
    return text;
}

static void lengths(void **state)
{
    /* 4 bytes each: a limit in bytes would refuse them, a buffer of that many would overflow */
    static const char *const pieces[] = {"x", "\xF0\x9F\x90\x89"};
    char text[2048];

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(attempt(pb_srp6_game, repeated(pieces[i], 20, text), "p"), PB_OK);
        assert_int_equal(attempt(pb_srp6_game, repeated(pieces[i], 21, text), "p"), PB_E_bad_login);
        assert_int_equal(attempt(pb_srp6_game, "n", repeated(pieces[i], 16, text)), PB_OK);
        assert_int_equal(attempt(pb_srp6_game, "n", repeated(pieces[i], 17, text)), PB_E_bad_password);
        assert_int_equal(attempt(pb_srp6_bnet_v2, repeated(pieces[i], 320, text), "p"), PB_OK);
        assert_int_equal(attempt(pb_srp6_bnet_v2, repeated(pieces[i], 321, text), "p"), PB_E_bad_login);
        assert_int_equal(attempt(pb_srp6_bnet_v2, "n@x", repeated(pieces[i], 128, text)), PB_OK);
        assert_int_equal(attempt(pb_srp6_bnet_v2, "n@x", repeated(pieces[i], 129, text)), PB_E_bad_password);
    }
    assert_int_equal(attempt(pb_srp6_game, repeated(pieces[1], 20, text), "\xF0\x9F\x90\x89"), PB_OK);
}

static void bad_texts(void **state)
{
    static const char *const bad[] = {"",
                                      "a\n",
                                      "\t",
                                      "\x7F",
                                      "\x80",
                                      "\xBF",
                                      "\xC1\xBF",
                                      "\xC3",
                                      "\xC3z",
                                      "\xE0\x9F\xBF",
                                      "\xE2\x82",
                                      "\xE2\x82z",
                                      "\xE2z",
                                      "\xED\xA0\x80",
                                      "\xF0\x9F\x90",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xFF",
                                      "\xF4\x90\x80\x80",
                                      "\xF5",
                                      "\xF0\x9Fzz"};
    static const char *const good[] = {" ",
                                       "~",
                                       "\xC2\x80",
                                       "\xDF\xBF",
                                       "\xE0\xA0\x80",
                                       "\xED\x9F\xBF",
                                       "\xEF\xBF\xBD",
                                       "\xF0\x90\x80\x80",
                                       "\xF4\x8F\xBF\xBF"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(attempt(pb_srp6_game, bad[i], "p"), PB_E_bad_login);
        assert_int_equal(attempt(pb_srp6_game, "n", bad[i]), PB_E_bad_password);
        assert_int_equal(attempt(pb_srp6_bnet_v2, bad[i], "p"), PB_E_bad_login);
        assert_int_equal(attempt(pb_srp6_bnet_v2, "n@x", bad[i]), PB_E_bad_password);
    }
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_int_equal(attempt(pb_srp6_game, good[i], good[i]), PB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(power_of_rfc_5054),
        cmocka_unit_test(game_vectors_of_wow_srp),
        cmocka_unit_test(game_vectors_in_any_case),
        cmocka_unit_test(bnet_case_matters_in_the_password_only),
        cmocka_unit_test(random_salts),
        cmocka_unit_test(lengths),
        cmocka_unit_test(bad_texts),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("srp6", tests, NULL, NULL);
}
