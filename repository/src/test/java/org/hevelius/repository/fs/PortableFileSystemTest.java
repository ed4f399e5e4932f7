package org.hevelius.repository.fs;

class PortableFileSystemTest extends MetadataContract {
  @Override
  FileSystem fileSystem() {
    return new PortableFileSystem();
  }

  @Override
  boolean isNative() {
    return false;
  }
}
