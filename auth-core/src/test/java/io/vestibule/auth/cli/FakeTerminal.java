package io.vestibule.auth.cli;

import io.vestibule.auth.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A terminal that remembers what it was told. */
final class FakeTerminal implements Terminal {
  final List<String> out = new ArrayList<>();
  final List<String> err = new ArrayList<>();
  final List<String> prompts = new ArrayList<>();
  private final boolean interactive;
  private final Deque<String> answers;
  private final InstantSource clock;

  private FakeTerminal(boolean interactive, List<String> answers) {
    this(interactive, answers, InstantSource.fixed(Instant.parse("2026-05-01T12:00:00Z")));
  }

  private FakeTerminal(boolean interactive, List<String> answers, InstantSource clock) {
    this.clock = clock;
    this.interactive = interactive;
    this.answers = new ArrayDeque<>(answers);
  }

  static FakeTerminal of(String... lines) {
    return new FakeTerminal(false, List.of(lines));
  }

  static FakeTerminal at(InstantSource clock) {
    return new FakeTerminal(false, List.of(), clock);
  }

  static FakeTerminal person(String... answers) {
    return new FakeTerminal(true, List.of(answers));
  }

  @Override
  public void out(String line) {
    out.add(line);
  }

  @Override
  public void err(String line) {
    err.add(line);
  }

  @Override
  public boolean interactive() {
    return interactive;
  }

  @Override
  public Optional<Secret> ask(String prompt) {
    prompts.add(prompt);
    return line();
  }

  @Override
  public Optional<Secret> line() {
    return Optional.ofNullable(answers.poll()).map(Secret::of);
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public InstantSource clock() {
    return clock;
  }
}
