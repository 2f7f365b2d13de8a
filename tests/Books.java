import com.adobe.epubcheck.api.EpubCheck;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Checks many e-books with EPUBCheck in one run, which takes seconds to start. Prints what is wrong with each. */
public class Books {
  public static void main(String[] names) {
    for (String name : names) {
      StringWriter said = new StringWriter();
      PrintWriter writer = new PrintWriter(said);
      new EpubCheck(new File(name), writer).doValidate();
      writer.flush();
      said.toString().lines().filter(Books::isFault).forEach(line -> System.out.println(name + ": " + line));
    }
  }

  private static boolean isFault(String line) {
    // A warning without words is what EPUBCheck prints of its own progress.
    boolean isWarning = line.startsWith("WARNING") && !line.strip().equals("WARNING: :");
    return isWarning || line.startsWith("ERROR") || line.startsWith("FATAL");
  }
}
