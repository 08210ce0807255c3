package io.vestibule.auth.password;

import io.vestibule.auth.config.GivenRoles;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who has which role: the one place that every way of signing in asks. From {@code [roles]}, {@code admin = ada,
 * group:staff}, where a plain name is a user and {@code group:} goes before a group that a provider reports; and from
 * the host's {@link HostRoles}. Thread-safe.
 */
public final class Roles {
  /** The section that this is read from. */
  public static final Section SECTION = Section.free(
      "roles",
      "Who has which role.",
      Key.of(
          "role",
          Key.Type.LIST,
          "The users who have the role, and with group: in front the groups.",
          "ada, group:staff"));

  private static final String GROUP = "group:";

  private final Map<String, Set<String>> ofUsers = new HashMap<>();
  private final Map<String, Set<String>> ofGroups = new HashMap<>();
  private final Optional<HostRoles> host;

  private Roles(Optional<HostRoles> host) {
    this.host = host;
  }

  /** No roles. */
  public static Roles none() {
    return new Roles(Optional.empty());
  }

  /** Those of the file and the host, read once however many ask; whoever asks names {@link #SECTION} in alsoReads. */
  public static Roles from(Settings settings) {
    return settings.shared(
        Roles.class,
        () -> read(settings.section(SECTION.name()), settings.supplied(HostRoles.class)));
  }

  /**
   * The roles of this subject now; the groups are those that whoever knows the subject reports.
   *
   * @throws io.vestibule.auth.AuthUnavailableException when the host cannot tell
   */
  public Set<String> of(String subject, Collection<String> groups) {
    return of(subject, groups, Set.of());
  }

  /** Those that the file gives: they never change. */
  public Set<String> listed(String subject, Collection<String> groups) {
    return listed(subject, groups, Set.of());
  }

  /** Those that the host gives now; none where it gives none at all. */
  public Set<String> ofHost(String subject, Collection<String> groups) {
    return host.map(known -> known.of(subject, Set.copyOf(groups))).orElse(Set.of());
  }

  /** Whether the host gives any: they are to be asked for at each request. */
  public boolean hasHost() {
    return host.isPresent();
  }

  /** The same, and those that the subject has anyway. */
  Set<String> of(String subject, Collection<String> groups, Set<String> own) {
    Set<String> listed = listed(subject, groups, own);
    if (host.isEmpty()) {
      return listed;
    }
    Set<String> all = new HashSet<>(listed);
    all.addAll(ofHost(subject, groups));
    return Set.copyOf(all);
  }

  /** Those of the file, and those that the subject has anyway. */
  Set<String> listed(String subject, Collection<String> groups, Set<String> own) {
    Set<String> all = new HashSet<>(own);
    all.addAll(ofUsers.getOrDefault(PasswordText.nfc(subject), Set.of()));
    groups.forEach(group -> all.addAll(ofGroups.getOrDefault(PasswordText.nfc(group), Set.of())));
    return Set.copyOf(all);
  }

  /** Tells that whoever comes by this way has these roles at the most, and those of the file; a host may give any. */
  public void only(Settings settings, Set<String> own) {
    if (host.isEmpty()) {
      Set<String> all = new HashSet<>(own);
      ofUsers.values().forEach(all::addAll);
      ofGroups.values().forEach(all::addAll);
      GivenRoles.of(settings).only(settings.name(), all);
    }
  }

  /** A role that a user has by name. */
  public record Given(String role, String user) {}

  /** The users who have a role by name, in the order of their names. */
  public List<Given> toUsers() {
    return ofUsers.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(
            user -> user.getValue().stream().sorted().map(role -> new Given(role, user.getKey())))
        .toList();
  }

  private static Roles read(Settings section, Optional<HostRoles> host) {
    Roles roles = new Roles(host);
    for (Settings.Entry entry : section.entries()) {
      List<String> members =
          Arrays.stream(entry.value().split(",", -1)).map(String::strip).toList();
      if (members.contains("") || members.contains(GROUP)) {
        section.fault(
            entry.key(), "a member without a name", "write names between commas: ada, group:staff");
      }
      members.forEach(member -> roles.give(entry.key(), member));
    }
    return roles;
  }

  private void give(String role, String member) {
    boolean group = member.startsWith(GROUP);
    String name = group ? member.substring(GROUP.length()).strip() : member;
    (group ? ofGroups : ofUsers)
        .computeIfAbsent(PasswordText.nfc(name), any -> new HashSet<>())
        .add(role);
  }
}
