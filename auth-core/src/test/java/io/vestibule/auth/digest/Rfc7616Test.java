package io.vestibule.auth.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 7616, 3.9, those of 3.9.2 as erratum 4897 corrects them; nonce and opaque by the hooks. */
class Rfc7616Test {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "MD5, 8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
  })
  void accepts_the_first_example(String algorithm, String response) {
    DigestAuthenticator digest = digest(
        "http-auth@example.org",
        "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
        DigestUser.ofPassword(
            "Mufasa", Set.of(), "http-auth@example.org", Secret.of("Circle of Life")));
    String shown = """
        Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", \
        algorithm=%s, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, \
        cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, response="%s", \
        opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"\
        """.formatted(algorithm, response);

    assertThat(digest.authenticate(FakeRequest.get("/dir/index.html").with("Authorization", shown)))
        .isInstanceOfSatisfying(
            AuthResult.Authenticated.class,
            known -> assertThat(known.identity().subject()).isEqualTo("Mufasa"));
    assertThat(digest.authenticate(FakeRequest.get("/dir/index.html")
            .with("Authorization", shown.replace(response, response.replace('6', '7')))))
        .isInstanceOf(AuthResult.Rejected.class);
  }

  @Test
  void accepts_the_second_example_with_a_hashed_name() {
    DigestUser jason = DigestUser.ofPassword(
        "Jäsøn Doe", Set.of(), "api@example.org", Secret.of("Secret, or not?"));
    DigestAuthenticator digest = digest(
        "api@example.org",
        "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
        "HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS",
        jason);
    String shown = """
        Digest username="793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b", \
        realm="api@example.org", uri="/doe.json", algorithm=SHA-512-256, \
        nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", nc=00000001, \
        cnonce="NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", qop=auth, \
        response="3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5", \
        opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", userhash=true\
        """;

    assertThat(digest.authenticate(FakeRequest.get("/doe.json").with("Authorization", shown)))
        .isInstanceOfSatisfying(
            AuthResult.Authenticated.class,
            known -> assertThat(known.identity().subject()).isEqualTo("Jäsøn Doe"));
  }

  private static DigestAuthenticator digest(
      String realm, String nonce, String opaque, DigestUser user) {
    return DigestAuthenticator.builder(realm, new OneUser(user, realm))
        .algorithms(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256, DigestAlgorithm.SHA_512_256)
        .userhash()
        .nonces(new OneNonce(nonce))
        .opaque(new OneOpaque(opaque))
        .clock(InstantSource.fixed(NOW))
        .build();
  }

  private record OneUser(DigestUser user, String realm) implements DigestUsers {
    @Override
    public Optional<DigestUser> find(String username) {
      return Optional.of(user).filter(known -> known.name().equals(username));
    }

    @Override
    public Optional<DigestUser> findHashed(DigestAlgorithm algorithm, String userhash) {
      return Optional.of(user)
          .filter(known -> algorithm.userhash(known.name(), realm).equals(userhash));
    }
  }

  private record OneNonce(String nonce) implements Nonces {
    @Override
    public String issue() {
      return nonce;
    }

    @Override
    public Optional<Instant> issuedAt(String shown) {
      return shown.equals(nonce) ? Optional.of(NOW) : Optional.empty();
    }
  }

  private record OneOpaque(String issue) implements Opaque {
    @Override
    public boolean accepts(String opaque) {
      return opaque.equals(issue);
    }
  }
}
