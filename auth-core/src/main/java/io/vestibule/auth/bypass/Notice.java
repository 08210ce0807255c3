package io.vestibule.auth.bypass;

import io.vestibule.auth.config.Starting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at every start that there is a way around signing in; that cannot be silenced in the file. */
record Notice(String user) implements Starting {
  private static final Logger LOG = LoggerFactory.getLogger(Notice.class);

  @Override
  public void started() {
    LOG.warn("[bypass]: some addresses are {} without proving it", user);
  }
}
