package staytuned.subscriber;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.Writer;

/** Writes what is wrong with the rows of a list as a CSV file, whose cells are no formulas to a spreadsheet. */
public final class RemarkReport implements AutoCloseable {
    private final CsvWriter writer;

    /** Writes the names of the columns. */
    public RemarkReport(Writer out) {
        writer = CsvWriter.builder().quoteStrategy(QuoteStrategies.ALWAYS).build(out);
        writer.writeRecord("line", "column", "value", "outcome", "problem", "cure");
    }

    public void write(Remark remark) {
        writer.writeRecord(
                String.valueOf(remark.line()),
                Cells.defused(remark.column()),
                Cells.defused(remark.value()),
                remark.refused() ? "refused" : "warning",
                Cells.defused(remark.problem()),
                Cells.defused(remark.cure()));
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
