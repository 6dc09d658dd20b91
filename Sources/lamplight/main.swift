import Hummingbird
import ArgumentParser
print("")
