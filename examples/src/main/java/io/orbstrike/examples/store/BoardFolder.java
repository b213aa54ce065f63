package io.orbstrike.examples.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.store.ClusterStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A folder with a file for each board, which one process has at a time.
 *
 * <p>Confined to one thread, the opening one first and then that of the changes.
 */
final class BoardFolder {

    private static final String SUFFIX = ".board";
    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;

    private BoardFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Takes a folder for this process. */
    static BoardFolder open(Path path) throws IOException {
        Files.createDirectories(path);
        FileChannel lock = FileChannel.open(path.resolve(LOCK), CREATE, WRITE);
        if (tryLock(lock) == null) {
            lock.close();
            throw new IOException(path + " is used by another process: a folder has one at a time");
        }
        return new BoardFolder(path, lock);
    }

    private static @Nullable FileLock tryLock(FileChannel lock) throws IOException {
        try {
            return lock.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Puts every board into a store that has none, and forgets those that have closed long ago. */
    void readInto(ClusterStore memory, Instant now) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + SUFFIX)) {
            for (Path file : files) {
                BoardFile board = read(file);
                if (board.isOver(now)) {
                    Files.delete(file);
                } else {
                    board.writeTo(memory);
                }
            }
        }
    }

    private static BoardFile read(Path file) throws IOException {
        try {
            return BoardFile.decode(new ByteReader(Files.readAllBytes(file)));
        } catch (MalformedBytesException | IllegalArgumentException e) {
            throw new IOException(file + " is no board's file, or is damaged: " + e.getMessage(), e);
        }
    }

    /** Replaces a board's file. Whenever the process ends, the file is the old one or the new one. */
    void write(BoardId board, BoardFile content) throws IOException {
        Path file = path.resolve(board + SUFFIX);
        Path next = path.resolve(board + ".next");
        try (FileChannel channel = FileChannel.open(next, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.encode());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, ATOMIC_MOVE, REPLACE_EXISTING);
    }

    /** Lets another process have the folder. */
    void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot let go of " + path, e);
        }
    }
}
