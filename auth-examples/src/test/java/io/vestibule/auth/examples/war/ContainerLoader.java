package io.vestibule.auth.examples.war;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/** What a container of its own would see: this class path without the library, which the WAR brings along. */
final class ContainerLoader extends ClassLoader {
  private static final String OURS = "io.vestibule.";

  ContainerLoader() {
    super(ContainerLoader.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(OURS)) {
      throw new ClassNotFoundException(name);
    }
    return super.loadClass(name, resolve);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.contains(OURS) || name.contains(OURS.replace('.', '/'))
        ? Collections.emptyEnumeration()
        : super.getResources(name);
  }
}
