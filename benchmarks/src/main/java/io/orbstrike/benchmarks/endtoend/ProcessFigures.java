package io.orbstrike.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the system says of a process now.
 *
 * <p>Immutable.
 *
 * @param cpu user's and system's time since its start
 * @param residentBytes of memory; 0 where the system does not say
 */
record ProcessFigures(Duration cpu, long residentBytes) {

    static final ProcessFigures NONE = new ProcessFigures(Duration.ZERO, 0);

    private static final long BYTES_PER_KB = 1_024;

    static ProcessFigures of(ProcessHandle process) {
        Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
        return new ProcessFigures(cpu, residentBytes(process.pid()));
    }

    /** Of two processes together. */
    ProcessFigures plus(ProcessFigures other) {
        return new ProcessFigures(cpu.plus(other.cpu), residentBytes + other.residentBytes);
    }

    private static long residentBytes(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "status"))
                    .lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> BYTES_PER_KB * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
