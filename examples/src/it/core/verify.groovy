// Each program prints its one line and nothing else, no warning either.
for (path in ['class-path', 'module-path']) {
    def printed = new File(basedir, "${path}/target/printed.txt").getText('UTF-8').trim()
    assert printed ==~ /Ann moves right, at x = -?\d+/ : "${path} printed: ${printed}"
}
