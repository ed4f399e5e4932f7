package org.hevelius.repository.crypto;

class PortablePoly1305Test extends Poly1305Contract {
  @Override
  Poly1305 of(byte[] r) {
    return new PortablePoly1305(r);
  }
}
