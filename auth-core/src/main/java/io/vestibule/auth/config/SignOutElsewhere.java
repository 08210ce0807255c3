package io.vestibule.auth.config;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.NamesUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The ways of a file that no page of ours can sign anybody out of, because a service in front of the application signs
 * them in with each request. Thread-safe; complete once the file was read.
 */
public final class SignOutElsewhere {
  private final List<Way> ways = new CopyOnWriteArrayList<>();

  private SignOutElsewhere() {}

  private record Way(NamesUser way, Place place) {}

  /**
   * Where somebody signs out.
   *
   * @param url an address; empty where nobody said one
   */
  public record Place(Optional<String> url) {

    /** What a program is told. */
    public Map<String, Object> model() {
      Map<String, Object> model = new LinkedHashMap<>();
      model.put("logout_managed_by_provider", true);
      url.ifPresent(known -> model.put("logout_url", known));
      return model;
    }

    /** Where a browser goes: the first page where no address is known. */
    public String location(AuthRequest request) {
      return url.orElse(request.contextPath() + "/");
    }
  }

  /** Those of this file. */
  public static SignOutElsewhere of(Settings settings) {
    return settings.shared(SignOutElsewhere.class, SignOutElsewhere::new);
  }

  /** Adds a way; only while the file is being read. */
  public void add(NamesUser way, Place place) {
    ways.add(new Way(way, place));
  }

  /** Where whoever sent this request signs out; empty where none of these ways names them. */
  public Optional<Place> of(AuthRequest request) {
    return ways.stream()
        .filter(known -> known.way().namedUser(request).isPresent())
        .map(Way::place)
        .findFirst();
  }
}
