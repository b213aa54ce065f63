package io.orbstrike.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** The built jar as of another version. */
final class OtherBuild {

    private static final String MAIN = Main.class.getName().replace('.', '/') + ".class";

    private OtherBuild() {}

    /**
     * Writes a jar that comes before the built one on a class path. It has no more than the class that tells the version,
     * which is that of the jar in which the class is found.
     */
    static Path write(Path folder, String version) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        Path written = folder.resolve("orbstrike-" + version + ".jar");
        try (JarFile built = new JarFile(ServerProcess.JAR.toFile());
                InputStream main = built.getInputStream(built.getEntry(MAIN));
                OutputStream file = Files.newOutputStream(written);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new ZipEntry(MAIN));
            main.transferTo(out);
            out.closeEntry();
        }
        return written;
    }
}
