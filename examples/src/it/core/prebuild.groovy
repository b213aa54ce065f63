// The programs are README's code, and the dependency is README's.
def readme = new File(root, 'README.md').getText('UTF-8')
def block = { language ->
    def matcher = readme =~ /(?ms)^```${language}\R(.*?)^```/
    assert matcher.find() : "README.md has no ${language} block"
    matcher.group(1)
}
def spaced = { text -> text.replaceAll(/\s+/, ' ').trim() }
assert spaced(new File(basedir, 'pom.xml').getText('UTF-8')).contains(spaced(block('xml')))

for (path in ['class-path', 'module-path']) {
    def program = new File(basedir, "${path}/src/main/java/outside/Main.java")
    program.parentFile.mkdirs()
    program.setText("""\
package outside;

import io.orbstrike.board.*;
import io.orbstrike.host.*;
import io.orbstrike.orb.*;

public final class Main {

    private Main() {}

    public static void main(String[] args) {
${block('java')}
    }
}
""", 'UTF-8')
}
