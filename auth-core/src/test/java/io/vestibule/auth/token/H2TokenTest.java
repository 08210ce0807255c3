package io.vestibule.auth.token;

import io.vestibule.auth.testing.FakeClock;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

class H2TokenTest implements TokenContract {
  private final FakeClock clock = new FakeClock(START);
  private final UUID name = UUID.randomUUID();

  @TempDir
  private Path folder;

  @Override
  public FakeClock clock() {
    return clock;
  }

  @Override
  public String store() {
    return "url = jdbc:h2:mem:" + name;
  }

  @Override
  public Path folder() {
    return folder;
  }
}
