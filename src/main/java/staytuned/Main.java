package staytuned;

/** Builds everything and starts it. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("staytuned");
    }
}
