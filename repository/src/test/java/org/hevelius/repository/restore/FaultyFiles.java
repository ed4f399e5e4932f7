package org.hevelius.repository.restore;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.fs.OpenFile;
import org.jspecify.annotations.Nullable;

/** The local file system, until the process dies at a call or closing a file fails. */
final class FaultyFiles {
  private static final Set<String> CHANGES =
      Set.of(
          "makeDirectory",
          "makeHardLink",
          "makeSpecial",
          "makeSymlink",
          "openForWriting",
          "removeFile",
          "removeDirectory",
          "rename",
          "renameNew",
          "setLength",
          "setMode",
          "setTimes",
          "share",
          "write");

  /** Thrown by every call once the process is dead. An error, so that no handler swallows it. */
  static final class ProcessDied extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final int lastChange;
  private final boolean closingFails;
  private int changes;
  private boolean dead;

  private FaultyFiles(int lastChange, boolean closingFails) {
    this.lastChange = lastChange;
    this.closingFails = closingFails;
  }

  /** The process dies when it has changed something this many times. */
  static FaultyFiles dyingAfter(int changes) {
    return new FaultyFiles(changes, false);
  }

  /** Closing a file that was written reports an error of the disk. */
  static FaultyFiles failingToClose() {
    return new FaultyFiles(Integer.MAX_VALUE, true);
  }

  FileSystem files() {
    return wrapped(FileSystem.class, FileSystems.local(), false);
  }

  private <T> T wrapped(Class<T> type, T real, boolean written) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new Wrapper(real, written)));
  }

  private final class Wrapper implements InvocationHandler {
    private final Object real;
    private final boolean written;

    Wrapper(Object real, boolean written) {
      this.real = real;
      this.written = written;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      return call(real, method, arguments, written);
    }
  }

  private synchronized @Nullable Object call(
      Object real, Method method, Object @Nullable [] arguments, boolean written) throws Throwable {
    if (!method.getName().equals("close")) {
      countDown(method.getName());
    }
    Object result = invoke(real, method, arguments);
    if (method.getName().equals("close") && closingFails && written) {
      throw new FileSystemException(FileSystemException.Reason.OTHER, "close: Input/output error");
    }
    return switch (result) {
      case Directory directory -> wrapped(Directory.class, directory, false);
      case OpenFile file ->
          wrapped(OpenFile.class, file, method.getName().equals("openForWriting"));
      case null, default -> result;
    };
  }

  private void countDown(String call) {
    if (!dead && CHANGES.contains(call)) {
      dead = changes++ == lastChange;
    }
    if (dead) {
      throw new ProcessDied();
    }
  }

  private static @Nullable Object invoke(Object real, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object[] own = arguments == null ? new Object[0] : arguments.clone();
    for (int i = 0; i < own.length; i++) {
      if (Proxy.isProxyClass(own[i].getClass())
          && Proxy.getInvocationHandler(own[i]) instanceof Wrapper wrapper) {
        own[i] = wrapper.real;
      }
    }
    try {
      return method.invoke(real, own);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
