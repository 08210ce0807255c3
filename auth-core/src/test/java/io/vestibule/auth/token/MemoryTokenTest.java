package io.vestibule.auth.token;

import io.vestibule.auth.testing.FakeClock;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class MemoryTokenTest implements TokenContract {
  private final FakeClock clock = new FakeClock(START);

  @TempDir
  private Path folder;

  @Override
  public FakeClock clock() {
    return clock;
  }

  @Override
  public String store() {
    return "url = memory";
  }

  @Override
  public boolean sharesStore() {
    return false;
  }

  @Override
  public Path folder() {
    return folder;
  }
}
