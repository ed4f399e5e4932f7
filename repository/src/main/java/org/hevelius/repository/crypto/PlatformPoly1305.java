package org.hevelius.repository.crypto;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/**
 * Poly1305 as the platform has it inside its ChaCha20-Poly1305 cipher, about ten times as fast as
 * one in Java where the processor has wide vectors. The platform gives it to nobody by itself: the
 * program must be started with {@code java.base/com.sun.crypto.provider} opened, which its manifest
 * does. It is used only after it has computed the same tags as {@link PortablePoly1305}.
 */
final class PlatformPoly1305 implements Poly1305 {
  // Many short calls soon reach the compiled form, without which it is as slow as any.
  private static final int SLICE = 16 << 10;

  /** Whether this platform's can be reached and computes what it should. */
  static final boolean AVAILABLE = agrees();

  /** Initialized only where the platform lets us in. */
  private static final class Handles {
    private static final Class<?> TYPE;
    private static final MethodHandle NEW;
    private static final MethodHandle INIT;
    private static final MethodHandle UPDATE;
    private static final MethodHandle FINISH;

    static {
      try {
        TYPE = Class.forName("com.sun.crypto.provider.Poly1305");
        Lookup lookup = MethodHandles.privateLookupIn(TYPE, MethodHandles.lookup());
        NEW = lookup.findConstructor(TYPE, methodType(void.class)).asType(methodType(Object.class));
        INIT = method(lookup, "engineInit", void.class, Key.class, AlgorithmParameterSpec.class);
        UPDATE = method(lookup, "engineUpdate", void.class, byte[].class, int.class, int.class);
        FINISH = method(lookup, "engineDoFinal", byte[].class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private static MethodHandle method(
        Lookup lookup, String name, Class<?> result, Class<?>... parameters)
        throws ReflectiveOperationException {
      MethodHandle handle = lookup.findVirtual(TYPE, name, methodType(result, parameters));
      return handle.asType(handle.type().changeParameterType(0, Object.class));
    }
  }

  private final Object poly;
  private final byte[] key = new byte[2 * BLOCK];

  /** Only where {@link #AVAILABLE}. */
  PlatformPoly1305(byte[] r) {
    System.arraycopy(r, 0, key, 0, BLOCK);
    try {
      poly = Handles.NEW.invokeExact();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public void start(byte[] nonce) {
    System.arraycopy(nonce, 0, key, BLOCK, BLOCK);
    try {
      Handles.INIT.invokeExact(
          poly, (Key) new SecretKeySpec(key, "Poly1305"), (AlgorithmParameterSpec) null);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public void blocks(byte[] message, int offset, int length) {
    if (length % BLOCK != 0) {
      throw new IllegalArgumentException("not whole blocks: " + length);
    }
    update(message, offset, length);
  }

  private void update(byte[] message, int offset, int length) {
    try {
      for (int done = 0; done < length; done += SLICE) {
        Handles.UPDATE.invokeExact(poly, message, offset + done, Math.min(SLICE, length - done));
      }
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public void finish(byte[] message, int offset, int length, byte[] tag, int tagOffset) {
    update(message, offset, length);
    try {
      byte[] result = (byte[]) Handles.FINISH.invokeExact(poly);
      System.arraycopy(result, 0, tag, tagOffset, BLOCK);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static boolean agrees() {
    byte[] r = new byte[BLOCK];
    byte[] message = new byte[4 * SLICE / 3];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) (i * 31 ^ i >>> 7);
    }
    System.arraycopy(message, 5, r, 0, BLOCK);
    try {
      PlatformPoly1305 platform = new PlatformPoly1305(r);
      PortablePoly1305 portable = new PortablePoly1305(r);
      for (int length : new int[] {0, 1, BLOCK, 20 * BLOCK + 3, message.length}) {
        if (!Arrays.equals(tag(platform, message, length), tag(portable, message, length))) {
          return false;
        }
      }
      return true;
    } catch (LinkageError | IllegalStateException e) {
      return false;
    }
  }

  private static byte[] tag(Poly1305 poly, byte[] message, int length) {
    byte[] tag = new byte[BLOCK];
    poly.start(Arrays.copyOf(message, BLOCK));
    poly.finish(message, 0, length, tag, 0);
    return tag;
  }

  private static IllegalStateException failed(Throwable e) {
    return new IllegalStateException("the platform's Poly1305 failed", e);
  }
}
