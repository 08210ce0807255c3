package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Caller;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Need;
import io.vestibule.auth.password.User;
import io.vestibule.auth.totp.SecondFactors;
import java.net.URI;
import java.util.Optional;

/** To which page a browser is led that must prove something. Immutable. */
record Challenges(Ways ways, SignInService signInService, LoginAddress address) {
  private static final String SET_UP = "two-factor";

  /** The login page, or the only party where there is nothing to choose. */
  Challenge toSignIn(AuthRequest request) {
    URI location = ways.sole()
        .map(only -> only.start(request, address.wanted(request).orElse("")))
        .orElseGet(() -> address.of(request));
    Challenge.Redirect login = Challenge.redirect(location, Headers.none());
    return Caller.of(request).readsJson()
        ? signInService
            .ending(request)
            .map(ending -> login.because(ending.code()))
            .orElse(login)
        : login;
  }

  /**
   * What somebody who is signed in can do to prove more: sign in anew with all that they have, or set a second factor up
   * where only that is missing. Empty where nothing of it would be enough: nobody is asked again and again.
   */
  Optional<Challenge> toProveMore(Need.StepUp more) {
    AuthRequest request = more.request();
    Optional<User> user = signInService.user(more.identity().subject());
    boolean hasFactor = user.filter(User::hasFactor).isPresent();
    if (more.attainableBy(SignInService.BY_PASSWORD)
        || (hasFactor && more.attainableBy(SecondFactors.METHODS) && !speaksForAnother(more))) {
      return Optional.of(Challenge.redirect(address.confirming(request), Headers.none()));
    }
    return !hasFactor && more.attainableBy(SecondFactors.METHODS) && maySetUp(request)
        ? Optional.of(Challenge.redirect(address.page(request, SET_UP), Headers.none()))
        : Optional.empty();
  }

  /** Whether somebody in front has the word, however much the session proves: signing in anew would change nothing. */
  private boolean speaksForAnother(Need.StepUp more) {
    return signInService
        .identity(more.request(), "")
        .filter(own -> !own.equals(more.identity()))
        .isPresent();
  }

  /** A factor belongs to the password: whoever came by another way gains nothing by one. */
  private boolean maySetUp(AuthRequest request) {
    return ways.factors().filter(SecondFactors::isOffered).isPresent()
        && signInService.identity(request, "").isPresent();
  }
}
