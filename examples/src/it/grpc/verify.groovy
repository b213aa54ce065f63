// Each program prints its one line and nothing else; from Java 24 on the JVM itself warns of Netty's native code.
for (path in ['class-path', 'module-path']) {
    def printed = new File(basedir, "${path}/target/printed.txt").readLines('UTF-8')
    def lines = printed.findAll { line -> line && !(Runtime.version().feature() >= 24 && line.startsWith('WARNING: ')) }
    assert lines.size() == 1 && lines[0] ==~ /Ann moved [1-9]\d* units in [1-9]\d+ ticks/ : "${path} printed: ${printed}"
}
