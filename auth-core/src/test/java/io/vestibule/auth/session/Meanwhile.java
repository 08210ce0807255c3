package io.vestibule.auth.session;

import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Has something happen just before the next call of a store, as if another request were faster. For one thread. */
final class Meanwhile {
  private final Map<String, Runnable> planned = new HashMap<>();

  /** Before the next call of this method for this kind of entry; once. */
  void before(String method, String kind, Runnable happens) {
    planned.put(method + " " + kind, happens);
  }

  Store at(Store store) {
    return (Store) Proxy.newProxyInstance(
        Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
          Runnable happens = planned.remove(method.getName() + " " + kind(arguments));
          if (happens != null) {
            happens.run();
          }
          try {
            return method.invoke(store, arguments);
          } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
          }
        });
  }

  private static Object kind(Object[] arguments) {
    return arguments[0] instanceof Entry entry ? entry.kind() : arguments[0];
  }
}
