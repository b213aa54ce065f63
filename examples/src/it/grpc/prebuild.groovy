// The programs are the example, as it is.
def example = 'src/main/java/io/orbstrike/examples/ServeAndPlay.java'
for (path in ['class-path', 'module-path']) {
    def program = new File(basedir, "${path}/${example}")
    program.parentFile.mkdirs()
    program.setText(new File(root, "examples/${example}").getText('UTF-8'), 'UTF-8')
}
