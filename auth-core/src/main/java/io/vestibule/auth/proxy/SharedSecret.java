package io.vestibule.auth.proxy;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Secret;
import java.util.List;

/** A field that only the proxy can fill, beside its address. */
record SharedSecret(String field, Secret secret) {

  boolean isShown(AuthRequest request) {
    List<String> values = request.headers(field);
    return values.size() == 1 && secret.equals(Secret.of(values.get(0)));
  }
}
