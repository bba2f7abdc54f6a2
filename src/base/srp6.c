#include "base/srp6.h"
#include "base/error.h"
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

enum {
    UTF8_MAX = 4,
    SHA1_SIZE = 20,
    SHA256_SIZE = 32,
    STRETCHED_SIZE = 64,
    BNET_ITERATIONS = 15000,
    GAME_GENERATOR = 7,
    BNET_GENERATOR = 2,
};

#define GAME_MODULUS "894B645E89E1535BBDAD5B8B290650530801B18EBFBF5E8FAB3C82872A3E9BB7"
/* RFC 5054, appendix A, 2048-bit group. */
#define BNET_MODULUS                                                                                         \
    "AC6BDB41324A9A9BF166DE5E1389582FAF72B6651987EE07FC3192943DB56050A37329CBB4A099ED8193E0757767A13D"       \
    "D52312AB4B03310DCD7F48A9DA04FD50E8083969EDB767B0CF6095179A163AB3661A05FBD5FAAAE82918A9962F0B93B8"       \
    "55F97993EC975EEAA80D740ADBF4FF747359D041D5C33EA71D281E446B14773BCA97B43A23FB801676BD207A436C6481"       \
    "F1D2B9078717461A5B9D32E688F87748544523B524B0D57D5EA77A2775D2ECFA032CFBDBF52FB3786160279004E57AE6"       \
    "AF874E7303CE53299CCC041C7BC308D82A5698F3A8D0C38271AE35F8E9DBFBB694B5C803D89F7AE435DE236D525F5475"       \
    "9B65E372FCD68EF20FA7111F9E4AFF73"

/* Bytes of the character that `text` begins with; 0 when that is none by RFC 3629, or a control character. */
static size_t character_size(const unsigned char *text)
{
    unsigned lead = text[0];
    unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;  /* no overlong forms */
    unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF; /* no surrogates, none above U+10FFFF */
    size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : UTF8_MAX;

    if (lead < 0x80)
        return lead >= ' ' && lead != 0x7F;
    if (lead < 0xC2 || lead > 0xF4 || text[1] < low || text[1] > high)
        return 0;
    for (size_t i = 2; i < size; i++)
        if ((text[i] & 0xC0) != 0x80)
            return 0;
    return size;
}

/*
 * Copies a text of 1 to `most` characters, with a to z upper-cased if asked, to `copy` of most * UTF8_MAX + 1
 * bytes. Returns its size in bytes, 0 when it is empty, too long or not UTF-8: the cores would hash something
 * else than what was typed then.
 */
static size_t copy_text(const char *text, size_t most, int upper, char *copy)
{
    size_t size = 0, step;

    for (size_t count = 0; text[size] != '\0'; count++) {
        step = character_size((const unsigned char *)text + size);
        if (step == 0 || count == most)
            return 0;
        memcpy(copy + size, text + size, step);
        if (upper && copy[size] >= 'a' && copy[size] <= 'z')
            copy[size] = (char)(copy[size] - 'a' + 'A');
        size += step;
    }
    copy[size] = '\0';
    return size;
}

int pb_srp6_power(const char *modulus, unsigned generator, const BIGNUM *x, uint8_t *verifier, size_t size)
{
    BN_CTX *context = BN_CTX_new();
    BIGNUM *n = NULL, *g = BN_new(), *v = BN_new();
    int error = PB_E_crypto;

    if (context && g && v && BN_hex2bn(&n, modulus) > 0 && BN_set_word(g, generator) &&
        BN_mod_exp_mont_consttime(v, g, x, n, context, NULL) && BN_bn2lebinpad(v, verifier, (int)size) >= 0)
        error = PB_OK;
    BN_clear_free(v);
    BN_free(g);
    BN_free(n);
    BN_CTX_free(context);
    return error;
}

/* Takes the salt given, or a random one. */
static int take_salt(const uint8_t *given, uint8_t salt[PB_SRP6_SALT])
{
    if (given)
        memcpy(salt, given, PB_SRP6_SALT);
    else if (RAND_bytes(salt, PB_SRP6_SALT) != 1)
        return PB_E_crypto;
    return PB_OK;
}

/* Fills the pair of the game form from "NAME:PASSWORD". */
static int game_pair(const char *text, size_t size, struct pb_srp6_pair *pair)
{
    uint8_t inner[PB_SRP6_SALT + SHA1_SIZE], outer[SHA1_SIZE];
    BIGNUM *x = NULL;
    int error = PB_E_crypto;

    memcpy(inner, pair->salt, PB_SRP6_SALT);
    pair->verifier_size = PB_SRP6_GAME_VERIFIER;
    if (EVP_Digest(text, size, inner + PB_SRP6_SALT, NULL, EVP_sha1(), NULL) &&
        EVP_Digest(inner, sizeof inner, outer, NULL, EVP_sha1(), NULL) &&
        (x = BN_lebin2bn(outer, sizeof outer, NULL)) != NULL)
        error = pb_srp6_power(GAME_MODULUS, GAME_GENERATOR, x, pair->verifier, pair->verifier_size);
    BN_clear_free(x);
    OPENSSL_cleanse(inner, sizeof inner);
    OPENSSL_cleanse(outer, sizeof outer);
    return error;
}

int pb_srp6_game(const char *username, const char *password, const uint8_t salt[PB_SRP6_SALT],
                 struct pb_srp6_pair *pair)
{
    char text[PB_SRP6_GAME_NAME_MAX * UTF8_MAX + 1 + PB_SRP6_GAME_PASSWORD_MAX * UTF8_MAX + 1];
    size_t name_size = copy_text(username, PB_SRP6_GAME_NAME_MAX, 1, text), password_size = 0;
    int error = name_size ? PB_OK : PB_E_bad_login;

    memset(pair, 0, sizeof *pair);
    if (!error) {
        text[name_size] = ':';
        password_size = copy_text(password, PB_SRP6_GAME_PASSWORD_MAX, 1, text + name_size + 1);
        error = password_size ? take_salt(salt, pair->salt) : PB_E_bad_password;
    }
    if (!error)
        error = game_pair(text, name_size + 1 + password_size, pair);
    if (error)
        OPENSSL_cleanse(pair, sizeof *pair);
    OPENSSL_cleanse(text, sizeof text);
    return error;
}

/* Writes the name that a BattleNet account has in SRP6, 64 hexadecimal digits, and a NUL. */
static int bnet_name(const char *email, char name[2 * SHA256_SIZE + 1])
{
    char upper[PB_SRP6_BNET_EMAIL_MAX * UTF8_MAX + 1];
    uint8_t digest[SHA256_SIZE];
    size_t size = copy_text(email, PB_SRP6_BNET_EMAIL_MAX, 1, upper);

    if (size == 0)
        return PB_E_bad_login;
    if (!EVP_Digest(upper, size, digest, NULL, EVP_sha256(), NULL))
        return PB_E_crypto;
    for (size_t i = 0; i < SHA256_SIZE; i++)
        snprintf(name + 2 * i, 3, "%02X", (unsigned)digest[i]);
    return PB_OK;
}

static int is_negative(const uint8_t stretched[STRETCHED_SIZE])
{
    return (stretched[0] & 0x80) != 0;
}

/* Fills salt and stretched password; a random salt is one whose x is not negative, see the header. */
static int bnet_stretch(const char *text, size_t size, const uint8_t *given, uint8_t salt[PB_SRP6_SALT],
                        uint8_t stretched[STRETCHED_SIZE])
{
    do {
        if (take_salt(given, salt) != PB_OK ||
            PKCS5_PBKDF2_HMAC(text, (int)size, salt, PB_SRP6_SALT, BNET_ITERATIONS, EVP_sha512(),
                              STRETCHED_SIZE, stretched) != 1)
            return PB_E_crypto;
    } while (!given && is_negative(stretched));
    return PB_OK;
}

/* The verifier of a stretched password. */
static int bnet_verifier(const uint8_t stretched[STRETCHED_SIZE], uint8_t verifier[PB_SRP6_BNET_VERIFIER])
{
    BN_CTX *context = BN_CTX_new();
    BIGNUM *x = BN_bin2bn(stretched, STRETCHED_SIZE, NULL), *order = NULL, *wrap = BN_new();
    int error = PB_E_crypto;

    if (context && x && wrap && BN_hex2bn(&order, BNET_MODULUS) > 0 && BN_sub_word(order, 1) &&
        BN_lshift(wrap, BN_value_one(), 8 * STRETCHED_SIZE) &&
        (!is_negative(stretched) || BN_sub(x, x, wrap)) && BN_nnmod(x, x, order, context))
        error = pb_srp6_power(BNET_MODULUS, BNET_GENERATOR, x, verifier, PB_SRP6_BNET_VERIFIER);
    BN_clear_free(x);
    BN_free(order);
    BN_free(wrap);
    BN_CTX_free(context);
    return error;
}

int pb_srp6_bnet_v2(const char *email, const char *password, const uint8_t salt[PB_SRP6_SALT],
                    struct pb_srp6_pair *pair)
{
    char text[2 * SHA256_SIZE + 1 + PB_SRP6_BNET_PASSWORD_MAX * UTF8_MAX + 1];
    uint8_t stretched[STRETCHED_SIZE];
    size_t name_size = 2 * SHA256_SIZE, password_size = 0;
    int error = bnet_name(email, text);

    memset(pair, 0, sizeof *pair);
    if (!error) {
        text[name_size] = ':';
        password_size = copy_text(password, PB_SRP6_BNET_PASSWORD_MAX, 0, text + name_size + 1);
        if (password_size == 0)
            error = PB_E_bad_password;
    }
    if (!error)
        error = bnet_stretch(text, name_size + 1 + password_size, salt, pair->salt, stretched);
    if (!error)
        error = bnet_verifier(stretched, pair->verifier);
    pair->verifier_size = PB_SRP6_BNET_VERIFIER;
    if (error)
        OPENSSL_cleanse(pair, sizeof *pair);
    OPENSSL_cleanse(text, sizeof text);
    OPENSSL_cleanse(stretched, sizeof stretched);
    return error;
}
